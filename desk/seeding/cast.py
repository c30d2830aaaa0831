"""Agencies of every kind (real bodies) and one invented person per role."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress

from accounts.demo import DEMO_DOMAIN
from accounts.models import User
from agencies.models import Agency, Membership, Person, Province
from agencies.workflow import create_agency, create_person, found_membership

Kind, Role = Agency.Kind, Membership.Role
MERGED_2025 = date(2025, 3, 1)

# code, name, kind, successor (for the bodies that ended on 01/03/2025)
CENTRAL = (
    ("BNV", "Bộ Nội vụ", Kind.MINISTRY, ""),
    ("BXD", "Bộ Xây dựng", Kind.MINISTRY, ""),
    ("BTC", "Bộ Tài chính", Kind.MINISTRY, ""),
    ("BNNMT", "Bộ Nông nghiệp và Môi trường", Kind.MINISTRY, ""),
    ("BKHCN", "Bộ Khoa học và Công nghệ", Kind.MINISTRY, ""),
    ("BYT", "Bộ Y tế", Kind.MINISTRY, ""),
    ("BTP", "Bộ Tư pháp", Kind.MINISTRY, ""),
    ("BDTTG", "Bộ Dân tộc và Tôn giáo", Kind.MINISTRY, ""),
    ("NHNN", "Ngân hàng Nhà nước Việt Nam", Kind.MINISTRY_LEVEL, ""),
    ("BTCTW", "Ban Tổ chức Trung ương", Kind.PARTY_BODY, ""),
    ("TANDTC", "Tòa án nhân dân tối cao", Kind.COURT_PROCURACY, ""),
    ("TLDLDVN", "Tổng Liên đoàn Lao động Việt Nam", Kind.UNION, ""),
    ("BGTVT", "Bộ Giao thông vận tải", Kind.MINISTRY, "BXD"),
    ("BKHDT", "Bộ Kế hoạch và Đầu tư", Kind.MINISTRY, "BTC"),
    ("BLDTBXH", "Bộ Lao động - Thương binh và Xã hội", Kind.MINISTRY, "BNV"),
    ("BTNMT", "Bộ Tài nguyên và Môi trường", Kind.MINISTRY, "BNNMT"),
    ("BNNPTNT", "Bộ Nông nghiệp và Phát triển nông thôn", Kind.MINISTRY, "BNNMT"),
    ("BTTTT", "Bộ Thông tin và Truyền thông", Kind.MINISTRY, "BKHCN"),
    ("UBDT", "Ủy ban Dân tộc", Kind.MINISTRY_LEVEL, "BDTTG"),
)
# code, name, 63-unit province code
LOCAL = (("HPG", "Thành phố Hải Phòng", "31"), ("BDG", "Tỉnh Bình Dương", "74"))
# code, name, kind, parent
BELOW = (
    ("BYT.K2T", "Cục Khoa học công nghệ và Đào tạo", Kind.DEPARTMENT, "BYT"),
    ("HPG.SNV", "Sở Nội vụ thành phố Hải Phòng", Kind.PROVINCIAL_DEPARTMENT, "HPG"),
    ("HPG.SNV.PTC", "Phòng Tổ chức, Sở Nội vụ Hải Phòng", Kind.DIVISION, "HPG.SNV"),
    ("HPG.BVVT", "Bệnh viện Hữu nghị Việt Tiệp", Kind.PUBLIC_SERVICE_UNIT, "HPG"),
    ("BDG.SNV", "Sở Nội vụ tỉnh Bình Dương", Kind.PROVINCIAL_DEPARTMENT, "BDG"),
)

# login, name, agency, role, what the role does in the table of log-ins
STAFF = (
    ("quantri.bnv1", "Lê Thị Ngọc Ánh", "BNV", Role.AGENCY_ADMIN),
    ("quantri.bnv2", "Phạm Quốc Bảo", "BNV", Role.AGENCY_ADMIN),
    ("bo", "Trần Thu Hằng", "BNV", Role.MINISTRY_STAFF),
    ("hethong", "Đỗ Minh Khôi", "BNV", Role.SYSADMIN),
    ("quantri1", "Nguyễn Thị Minh Châu", "BTCTW", Role.AGENCY_ADMIN),
    ("quantri2", "Hoàng Văn Thắng", "BTCTW", Role.AGENCY_ADMIN),
    ("tochuc1", "Vũ Thị Lan Hương", "BTCTW", Role.AGENCY_HR),
    ("tochuc2", "Bùi Đức Anh", "BTCTW", Role.AGENCY_HR),
    ("lanhdao", "Đặng Quang Vinh", "BTCTW", Role.AUTHORITY_HEAD),
    ("capuy", "Ngô Thị Thanh Tâm", "BTCTW", Role.PARTY_REP),
    ("thanhtra", "Phan Văn Chính", "BTCTW", Role.INSPECTOR),
    ("chuyengia", "Trịnh Hải Yến", "BTCTW", Role.EXPERT),
    ("quantri.hp1", "Lưu Thị Kim Oanh", "HPG.SNV", Role.AGENCY_ADMIN),
    ("quantri.hp2", "Tạ Hữu Phước", "HPG.SNV", Role.AGENCY_ADMIN),
    ("tochuc.hp1", "Mai Thị Hồng Nhung", "HPG.SNV", Role.AGENCY_HR),
    ("tochuc.hp2", "Cao Xuân Trường", "HPG.SNV", Role.AGENCY_HR),
    ("tochuc.hp3", "Phùng Thị Thu Hiền", "HPG.SNV", Role.AGENCY_HR),
    ("lanhdao.hp", "Đinh Công Sơn", "HPG.SNV", Role.AUTHORITY_HEAD),
    ("lanhdao.tp", "Vương Đức Thịnh", "HPG", Role.AUTHORITY_HEAD),
    ("tinh.hp", "Hà Thị Bích Ngọc", "HPG", Role.PROVINCE_STAFF),
)
CLERKS = (
    ("thuky1", "Tô Thị Mỹ Linh", "Thư ký Hội đồng"),
    ("thuky2", "Lâm Gia Huy", "Thư ký Hội đồng"),
)
# Members of the council give their slips on paper; none of them needs a log-in.
COUNCIL = (
    ("Nguyễn Hữu Lộc", "Chủ tịch Hội đồng"),
    ("Trần Thị Mai Phương", "Phó Chủ tịch Hội đồng"),
    ("Phùng Quốc Hiển", "Ủy viên Hội đồng"),
    ("Quách Thị Diệu Hiền", "Ủy viên Hội đồng"),
    ("Ê Ban Y Thông", "Ủy viên Hội đồng"),
)


@dataclass
class Cast:
    """Everybody by log-in, every agency by code, and the password of this installation."""

    agencies: dict[str, Agency]
    users: dict[str, User]
    council: list[Person]
    password: str

    def person(self, login: str) -> Person:
        return Person.objects.get(user=self.users[login])


def make_cast(password: str) -> Cast:
    """Enter agencies and people."""
    cast = Cast(_agencies(), {}, [], password)
    for login, name, code, role in STAFF:
        user = make_user(cast, login, name)
        found_membership(user, cast.agencies[code], role)
    btctw = cast.agencies["BTCTW"]
    for login, name, job in CLERKS:
        user = make_user(cast, login, name)
        create_person(Person(full_name=name, job=job, agency=btctw, user=user), by=None)
    cast.council = [
        create_person(Person(full_name=name, job=job, agency=btctw), by=None)
        for name, job in COUNCIL
    ]
    return cast


def make_user(cast: Cast, login: str, name: str) -> User:
    """An invented account with a confirmed e-mail."""
    email = f"{login}@{DEMO_DOMAIN}"
    user = User.objects.create_user(email, cast.password, full_name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    cast.users[login] = user
    return user


def _agencies() -> dict[str, Agency]:
    made: dict[str, Agency] = {}
    for code, name, kind, successor in CENTRAL:
        ended = MERGED_2025 if successor else None
        made[code] = create_agency(
            Agency(
                code=code,
                name=name,
                kind=kind,
                sector=Agency.Sector.CENTRAL,
                is_pilot=code == "BTCTW",
                is_party=kind == Kind.PARTY_BODY,
                successor=made.get(successor),
                valid_to=ended,
            ),
            by=None,
        )
    for code, name, province in LOCAL:
        made[code] = create_agency(_province_body(code, name, province), by=None)
    for code, name, kind, parent in BELOW:
        agency = Agency(code=code, name=name, kind=kind, parent=made[parent])
        made[code] = create_agency(agency, by=None)
    return made


def _province_body(code: str, name: str, province: str) -> Agency:
    return Agency(
        code=code,
        name=name,
        kind=Kind.PROVINCE,
        sector=Agency.Sector.LOCAL,
        province=Province.objects.get(epoch=Province.Epoch.PILOT, code=province),
        is_pilot=code in ("HPG", "BDG"),
    )
