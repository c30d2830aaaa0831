"""Fixed words of official documents. They are data of the State and the Party: never translated."""

from datetime import date

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
RECIPIENTS = "Nơi nhận:"
SAMPLE = "MẪU"
ND30, PARTY_STYLE = "ND30", "PARTY"


def day_and_month(day: date) -> tuple[str, str]:
    """NĐ 30/2020: two figures for days, and for months 1 and 2."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}", month


def long_date(day: date) -> str:
    """`ngày 02 tháng 01 năm 2026`"""
    figures, month = day_and_month(day)
    return f"ngày {figures} tháng {month} năm {day.year}"
