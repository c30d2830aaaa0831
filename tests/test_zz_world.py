import time, pytest
from tests.access_world import standing
@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    t=time.time()
    with standing(django_db_blocker) as made:
        print("built", time.time()-t)
        yield made
pytestmark = pytest.mark.django_db
def test_w(world):
    print(world.own, world.things)
    for r in ("hr","anonymous","candidate"):
        for u in ("/", "/desk/", "/me/", "/accounts/2fa/", "/accounts/2fa/webauthn/"):
            x=world.client(r).get(u); print(r,u,x.status_code)
