"""Form R1 once more, from its definitions, over plain rows: no SQL, no code of the product.

Slow on purpose: every figure looks at every row. `rows` maps a table's name to a list of dicts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OF_BODIES = ["chosen", "held", "held_other"]
OF_OPENINGS = ["titles", "titles_examined", "seats", "unfilled", "postponed", "cancelled"]
OF_PEOPLE = [
    *("registered", "eligible", "sat", "passed_written", "sat_presentation", "passed"),
    *("selected", "reserved", "appointed"),
]
ADDED = [*OF_OPENINGS, *OF_PEOPLE]
KEYS = [*OF_BODIES, *ADDED]


def vietnam_day(instant: datetime) -> date:
    return instant.astimezone(VIETNAM).date()


@dataclass
class World:
    rows: dict[str, list[dict]]

    def by_id(self, table: str) -> dict[int, dict]:
        return {row["id"]: row for row in self.rows[table]}

    def line_up(self, agency: dict) -> list[dict]:
        """The agency, its parent, and so on to the top."""
        agencies, line = self.by_id("agencies"), [agency]
        while line[-1]["parent_id"]:
            line.append(agencies[line[-1]["parent_id"]])
        return line

    def chosen_body(self, agency: dict) -> int | None:
        """The uppermost pilot body an agency belongs to."""
        marked = [body["id"] for body in self.line_up(agency) if body["is_pilot"]]
        return marked[-1] if marked else None

    def place_of(self, agency: dict, epoch: str) -> tuple[str, str, str]:
        top = self.line_up(agency)[-1]
        if top["sector"] == "central":
            return "central", top["code"], top["name"]
        province = self.province_in(self.by_id("provinces")[top["province_id"]], epoch)
        return "local", province["code"], province["name"]

    def province_in(self, province: dict, epoch: str) -> dict:
        if province["epoch"] == epoch:
            return province
        if epoch == "34":
            return self.by_id("provinces")[province["successor_id"]]
        before = [row for row in self.rows["provinces"] if row["successor_id"] == province["id"]]
        same = [row for row in before if row["name"] == province["name"]]
        return (same or sorted(before, key=lambda row: row["id"]))[0]


def r1(rows: dict[str, list[dict]], start: date, end: date, as_of: date, epoch: str) -> dict:
    """Lines by (scope, code), and the totals, as plain dicts."""
    world = World(rows)
    lines = {("local", row["code"]): _empty("local", row["code"], row["name"])
             for row in rows["provinces"] if row["epoch"] == epoch}  # fmt: skip
    for agency in rows["agencies"]:
        scope, code, name = world.place_of(agency, epoch)
        line = lines.setdefault((scope, code), _empty(scope, code, name))
        for key, figure in _figures(world, agency, start, end, as_of).items():
            line[key] += figure
        if world.chosen_body(agency) == agency["id"]:
            line["chosen"] += 1
    _bodies(world, lines, start, end, as_of, epoch)
    in_order = [lines[key] for key in sorted(lines)]
    totals = {
        scope: _sum(line for line in in_order if scope in ("all", line["scope"]))
        for scope in ("central", "local", "all")
    }
    return {"rows": [_with_ratios(line) for line in in_order], "totals": totals}


def _empty(scope: str, code: str, name: str) -> dict:
    return {"scope": scope, "code": code, "name": name} | dict.fromkeys(KEYS, 0)


def _bodies(world, lines, start, end, as_of, epoch) -> None:
    """Who held an exam: chosen bodies, and top-level bodies for exams outside the pilot."""
    held, other = {}, {}
    for agency in world.rows["agencies"]:
        if _figures(world, agency, start, end, as_of)["sat"]:
            body, place = world.chosen_body(agency), world.place_of(agency, epoch)[:2]
            if body:
                held[body] = place
            else:
                other[world.line_up(agency)[-1]["id"]] = place
    for place in held.values():
        lines[place]["held"] += 1
    for place in other.values():
        lines[place]["held_other"] += 1


def _figures(world: World, agency: dict, start: date, end: date, as_of: date) -> dict:
    found = dict.fromkeys(ADDED, 0)
    for opening in world.rows["openings"]:
        day = opening["announced_on"]
        if opening["agency_id"] == agency["id"] and day and start <= day <= min(end, as_of):
            for key, figure in _of_opening(world, opening, as_of).items():
                found[key] += figure
    return found


def _of_opening(world: World, opening: dict, as_of: date) -> dict:
    applications = [row for row in world.rows["applications"] if row["opening_id"] == opening["id"]]
    eligible_on = opening["receipt_closed_on"] or opening["announced_on"]
    result_on = (
        opening["recognised_on"]
        or opening["presentation_on"]
        or opening["written_on"]
        or opening["announced_on"]
    )
    found = {
        "titles": 1,
        "seats": opening["seats"],
        "registered": sum(_is_registered(row, as_of) for row in applications),
        "eligible": sum(bool(row["is_eligible"]) for row in applications)
        if eligible_on <= as_of
        else 0,
        "appointed": sum(
            bool(result["appointed_on"] and result["appointed_on"] <= as_of)
            for result in _released(world, applications)
        ),
    }
    return found | (_of_results(world, opening, applications) if result_on <= as_of else {})


def _is_registered(row: dict, as_of: date) -> bool:
    if row["state"] == "DRAFT":
        return False
    return row["origin"] == "IMPORTED" or vietnam_day(row["received_at"]) <= as_of


def _released(world: World, applications: list[dict]) -> list[dict]:
    keys = {row["id"] for row in applications}
    return [
        row
        for row in world.rows["results"]
        if row["application_id"] in keys and row["is_current"] and row["released_at"]
    ]


def _of_results(world: World, opening: dict, applications: list[dict]) -> dict:
    results = _released(world, [row for row in applications if row["is_eligible"]])
    shown = [row for row in results if row["presentation"] is not None]
    sat = [row for row in results if row["written"] is not None or row in shown]
    found = {
        "titles_examined": int(bool(sat)),
        "sat": len(sat),
        "sat_presentation": len(shown),
        "passed_written": sum(
            row["written"] is not None and row["written"] >= 50 for row in results
        ),
        "passed": sum(
            row["presentation"] >= 50 and (row["written"] is None or row["written"] >= 50)
            for row in shown
        ),
        "selected": sum(row["outcome"] == "SELECTED" for row in results),
        "reserved": sum(row["outcome"] == "RESERVED" for row in results),
    }
    if opening["outcome"] in ("UNFILLED", "POSTPONED", "CANCELLED"):
        found[opening["outcome"].lower()] = 1
    return found


def _sum(lines) -> dict:
    total = dict.fromkeys(KEYS, 0)
    for line in lines:
        total = {key: total[key] + line[key] for key in KEYS}
    return _with_ratios(total)


def _with_ratios(line: dict) -> dict:
    return line | {
        "competition_ratio": _ratio(line["eligible"], line["seats"]),
        "fill_rate": _ratio(line["appointed"], line["seats"]),
    }


def _ratio(part: int, whole: int) -> str | None:
    """Half up by whole numbers."""
    if whole == 0:
        return None
    cents = (200 * part + whole) // (2 * whole)
    return f"{cents // 100}.{cents % 100:02}"
