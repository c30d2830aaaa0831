"""When somebody retires: NĐ 135/2020/NĐ-CP Điều 4, the road to 62 (2028) and 60 (2035)."""

from datetime import date

FIRST_YEAR = 2021
MALE, FEMALE = "M", "F"
# Age in months in 2021, months added each year, and the age it stops at.
ROADS = {MALE: (60 * 12 + 3, 3, 62 * 12), FEMALE: (55 * 12 + 4, 4, 60 * 12)}


def retirement_age(sex: str, year: int) -> int:
    """The retirement age in months that holds in a year; 60 and 55 years before 2021."""
    first, step, last = ROADS[sex]
    if year < FIRST_YEAR:
        return first - step
    return min(first + step * (year - FIRST_YEAR), last)


def retirement_month(born: date, sex: str) -> tuple[int, int]:
    """Year and month in whose last days a person retires: the first year whose age is reached."""
    months = born.year * 12 + born.month - 1
    year = (months + ROADS[sex][0] - ROADS[sex][1]) // 12
    while (reached := months + retirement_age(sex, year)) // 12 > year:
        year += 1
    return reached // 12, reached % 12 + 1


def full_years_left(born: date, sex: str, on: date) -> int:
    """Whole years from a day to the end of the month of retirement; never below 0."""
    year, month = retirement_month(born, sex)
    left = (year * 12 + month) - (on.year * 12 + on.month)
    return max(left, 0) // 12
