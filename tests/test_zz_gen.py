import csv, os, pytest
from tests.access_world import *
from tests.test_permissions import *
pytestmark = pytest.mark.django_db
def test_gen(world):
    import time; t=time.time()
    out=open("/tmp/mx/gen.csv","w",newline=""); w=csv.writer(out, lineterminator="\n"); w.writerow(HEAD)
    only=os.environ.get("ONLY","")
    for case in CASES:
        if only and only not in case.name: continue
        for method in ("GET","POST"):
            with undone():
                url, body = reverse(case.name, kwargs=case.kwargs(world)), case.body(world)
                cells=[]
                for role in ROLES:
                    with undone():
                        for f in body.values():
                            if hasattr(f,"seek"): f.seek(0)
                        try: cells.append(answer(world, role, method, url, case))
                        except Exception as e: cells.append("E:"+type(e).__name__)
                w.writerow([case.name, method, case.object, *cells])
    print("time", time.time()-t)
for n in list(globals()):
    if n.startswith("test_") and n!="test_gen": del globals()[n]
