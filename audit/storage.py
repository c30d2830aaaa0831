"""SQLite keeps any value in any column, and Python may then read another than SQL compares: a
boolean 2 is false to Django and true to WHERE. So every value must be written as Django writes it.
"""

from typing import Any

from django.db import connection, models

_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_SECOND = f"{_DAY} [0-9][0-9]:[0-9][0-9]:[0-9][0-9]"
_INSTANT = f"({{0}} GLOB '{_SECOND}' OR {{0}} GLOB '{_SECOND}.{'[0-9]' * 6}')"
# The first that fits a field decides; a DateTimeField is a DateField too.
_WRITTEN = (
    (models.BooleanField, "typeof({0}) = 'integer' AND {0} IN (0, 1)"),
    (models.DateTimeField, _INSTANT),
    (models.DateField, "{0} IS date({0})"),
    (models.DecimalField, "typeof({0}) IN ('integer', 'real') AND round({0}, {1}) = {0}"),
    (models.IntegerField, "typeof({0}) = 'integer'"),
    ((models.CharField, models.TextField, models.JSONField), "typeof({0}) = 'text'"),
)


def misspelled(model: type[models.Model], fields: list[models.Field]) -> list[Any]:
    """Keys of rows with a value that its column's type would not be written as."""
    if connection.vendor != "sqlite":
        return []
    table, key = model._meta.db_table, model._meta.pk.column
    sound = " AND ".join(f"({_sound(field)})" for field in fields)
    sql = f'SELECT +"{key}" FROM "{table}" WHERE NOT ({sound}) ORDER BY 1'  # noqa: S608  own names
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def _sound(field: models.Field) -> str:
    target = field.target_field if field.is_relation else field
    written = next(text for kind, text in _WRITTEN if isinstance(target, kind))
    places = getattr(target, "decimal_places", 0)
    return f'"{field.column}" IS NULL OR ' + written.format(f'"{field.column}"', places)
