"""What the database holds that a workbook may name or must not contradict."""

from dataclasses import dataclass

from agencies.models import Agency, EthnicGroup, Province
from positions.models import Opening


@dataclass(frozen=True)
class KnownAgency:
    """An agency as a workbook would write it. `provinces` are its codes among the 63 units."""

    name: str
    kind: str
    parent_code: str | None
    provinces: frozenset[str]
    is_pilot: bool


@dataclass(frozen=True)
class Known:
    """Facts of the database, by code."""

    agencies: dict[str, KnownAgency]
    openings: frozenset[str]
    provinces: frozenset[str]
    ethnic_groups: frozenset[str]

    def ancestors(self, code: str | None) -> list[str]:
        """Codes from an agency up to its topmost one, itself included."""
        line = []
        while code is not None:
            line.append(code)
            code = self.agencies[code].parent_code
        return line


def known(opening_codes: set[str]) -> Known:
    """Load what a check needs: every agency, the named openings, provinces, ethnic groups."""
    provinces = list(Province.objects.all())
    groups = EthnicGroup.objects.values_list("pk", flat=True)
    taken = Opening.objects.filter(code__in=opening_codes).values_list("code", flat=True)
    return Known(
        agencies=_agencies(provinces),
        openings=frozenset(taken),
        provinces=frozenset(row.code for row in provinces if row.epoch == Province.Epoch.PILOT),
        ethnic_groups=frozenset(groups),
    )


def _agencies(provinces: list[Province]) -> dict[str, KnownAgency]:
    codes = {None: frozenset()} | {row.pk: _codes_of(row, provinces) for row in provinces}
    rows = Agency.objects.values_list(
        "code", "name", "sector", "parent__code", "province_id", "is_pilot"
    )
    return {
        code: KnownAgency(name, kind, parent, codes[province], is_pilot)
        for code, name, kind, parent, province, is_pilot in rows
    }


def _codes_of(province: Province, provinces: list[Province]) -> frozenset[str]:
    """The codes among the 63 units that mean this province; several for one of 2025."""
    if province.epoch == Province.Epoch.PILOT:
        return frozenset([province.code])
    return frozenset(row.code for row in provinces if row.successor_id == province.pk)
