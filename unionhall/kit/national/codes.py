"""Code lists of the national standards and of the unions' own forms; a value is the code that files carry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(TextChoices):
    """性别."""

    MALE = "M", pgettext_lazy("sex", "male")
    FEMALE = "F", pgettext_lazy("sex", "female")


class IdType(TextChoices):
    """证件类型: the papers a member may show."""

    RESIDENT = "resident", _("resident identity card")
    HK_MACAO = "hk_macao", _("Hong Kong or Macao resident's permit")
    TAIWAN = "taiwan", _("Taiwan resident's permit")
    PASSPORT = "passport", _("passport")
    FOREIGN_PERMANENT = "foreign_permanent", _("foreigner's permanent residence card")


class EmploymentStatus(TextChoices):
    """就业状况."""

    EMPLOYED = "1", _("employed")
    LAID_OFF = "2", _("laid off, waiting for work")
    UNEMPLOYED = "3", _("unemployed")
    RETIRED = "4", _("retired")
    RETIRED_CADRE = "5", _("retired veteran cadre")
    RESIGNED_ON_PENSION = "6", _("resigned on pension")
    INTERNALLY_RETIRED = "7", _("retired early within the unit")
    SICK_LEAVE = "8", _("on sick leave")
    OTHER = "9", pgettext_lazy("employment", "other")


class SkillLevel(TextChoices):
    """技能等级 (国家职业资格, five grades)."""

    NONE = "0", pgettext_lazy("skill", "none")
    SENIOR_TECHNICIAN = "1", _("senior technician (grade 1)")
    TECHNICIAN = "2", _("technician (grade 2)")
    SENIOR = "3", _("senior worker (grade 3)")
    INTERMEDIATE = "4", _("intermediate worker (grade 4)")
    JUNIOR = "5", _("junior worker (grade 5)")


class HouseholdType(TextChoices):
    """户籍类型."""

    NON_AGRICULTURAL = "non_agricultural", _("non-agricultural household")
    AGRICULTURAL = "agricultural", _("agricultural household")
    RESIDENT = "resident", _("resident household")
    OTHER = "other", pgettext_lazy("household", "other")


class Education(TextChoices):
    """学历, after GB/T 4658 by its tens."""

    POSTGRADUATE = "10", _("postgraduate")
    BACHELOR = "20", _("bachelor's degree course")
    COLLEGE = "30", _("junior college")
    VOCATIONAL = "40", _("secondary vocational school")
    HIGH_SCHOOL = "60", _("high school")
    BELOW_HIGH_SCHOOL = "70", _("junior high school or below")


class PoliticalStatus(TextChoices):
    """政治面貌, after GB/T 4762."""

    PARTY_MEMBER = "01", _("Party member")
    PROBATIONARY_PARTY_MEMBER = "02", _("probationary Party member")
    LEAGUE_MEMBER = "03", _("Youth League member")
    DEMOCRATIC_PARTY = "04", _("member of a democratic party")
    NO_PARTY = "12", _("personage without party")
    MASSES = "13", _("the masses")


class GigCategory(TextChoices):
    """新就业形态类别; the first four are the key groups of the yearly targets."""

    TRUCK = "truck", _("truck driver")
    RIDE_HAILING = "ride_hailing", _("ride-hailing driver")
    COURIER = "courier", _("courier")
    FOOD_DELIVERY = "food_delivery", _("food delivery rider")
    DOMESTIC = "domestic", _("domestic worker")
    CARE = "care", _("care worker")
    AGENT = "agent", _("real estate agent")
    SECURITY = "security", _("security guard")
    MALL = "mall", _("mall information clerk")
    DRIVER_PROXY = "driver_proxy", _("designated driver")
    STREAMER = "streamer", _("live streamer")
    OTHER = "other", pgettext_lazy("new form of work", "other")


KEY_GIG_CATEGORIES = (GigCategory.TRUCK, GigCategory.RIDE_HAILING, GigCategory.COURIER, GigCategory.FOOD_DELIVERY)


class UnitNature(TextChoices):
    """单位性质类别, the codes of the unions' registration form."""

    STATE_OWNED = "110", _("state-owned enterprise")
    COLLECTIVE = "120", _("collective enterprise")
    STOCK_COOPERATIVE = "130", _("stock cooperative")
    JOINT_OPERATION = "140", _("joint operation enterprise")
    STATE_SOLE = "151", _("solely state-owned company")
    LIMITED = "159", _("other limited liability company")
    STATE_CONTROLLED = "161", _("state-controlled company limited by shares")
    SHARES = "169", _("other company limited by shares")
    PRIVATE = "170", _("private enterprise")
    OTHER_DOMESTIC = "190", _("other domestic enterprise")
    HK_MACAO_TAIWAN = "200", _("enterprise invested from Hong Kong, Macao or Taiwan")
    FOREIGN = "300", _("foreign-invested enterprise")
    PUBLIC_INSTITUTION = "400", _("public institution")
    GOVERNMENT_BODY = "500", _("government body")
    SOLE_TRADER = "600", _("individual business")
    PRIVATE_NON_ENTERPRISE = "700", _("private non-enterprise unit")


class Industry(TextChoices):
    """所属行业, the sections of GB/T 4754."""

    AGRICULTURE = "A", _("agriculture, forestry, animal husbandry and fishery")
    MINING = "B", _("mining")
    MANUFACTURING = "C", _("manufacturing")
    UTILITIES = "D", _("electricity, heat, gas and water supply")
    CONSTRUCTION = "E", _("construction")
    TRADE = "F", _("wholesale and retail trade")
    TRANSPORT = "G", _("transport, storage and post")
    HOSPITALITY = "H", _("accommodation and catering")
    INFORMATION = "I", _("information transmission, software and information technology")
    FINANCE = "J", _("finance")
    REAL_ESTATE = "K", _("real estate")
    BUSINESS_SERVICES = "L", _("leasing and business services")
    SCIENCE = "M", _("scientific research and technical services")
    ENVIRONMENT = "N", _("water conservancy, environment and public facilities")
    RESIDENT_SERVICES = "O", _("resident services, repair and other services")
    EDUCATION = "P", _("education")
    HEALTH = "Q", _("health and social work")
    CULTURE = "R", _("culture, sports and entertainment")
    PUBLIC_ADMINISTRATION = "S", _("public administration, social security and social organisations")
    INTERNATIONAL = "T", _("international organisations")


class Ethnicity(TextChoices):
    """民族 (GB/T 3304), with the two codes of the identity card for those outside the 56."""

    HAN = "01", _("Han")
    MONGOL = "02", _("Mongol")
    HUI = "03", _("Hui")
    ZANG = "04", _("Zang (Tibetan)")
    UYGUR = "05", _("Uygur")
    MIAO = "06", _("Miao")
    YI = "07", _("Yi")
    ZHUANG = "08", _("Zhuang")
    BUYEI = "09", _("Buyei")
    CHOSON = "10", _("Chosön (Korean)")
    MAN = "11", _("Man (Manchu)")
    DONG = "12", _("Dong")
    YAO = "13", _("Yao")
    BAI = "14", _("Bai")
    TUJIA = "15", _("Tujia")
    HANI = "16", _("Hani")
    KAZAK = "17", _("Kazak")
    DAI = "18", _("Dai")
    LI = "19", _("Li")
    LISU = "20", _("Lisu")
    VA = "21", _("Va")
    SHE = "22", _("She")
    GAOSHAN = "23", _("Gaoshan")
    LAHU = "24", _("Lahu")
    SUI = "25", _("Sui")
    DONGXIANG = "26", _("Dongxiang")
    NAXI = "27", _("Naxi")
    JINGPO = "28", _("Jingpo")
    KIRGIZ = "29", _("Kirgiz")
    TU = "30", _("Tu")
    DAUR = "31", _("Daur")
    MULAO = "32", _("Mulao")
    QIANG = "33", _("Qiang")
    BLANG = "34", _("Blang")
    SALAR = "35", _("Salar")
    MAONAN = "36", _("Maonan")
    GELAO = "37", _("Gelao")
    XIBE = "38", _("Xibe")
    ACHANG = "39", _("Achang")
    PUMI = "40", _("Pumi")
    TAJIK = "41", _("Tajik")
    NU = "42", _("Nu")
    UZBEK = "43", _("Uzbek")
    RUSS = "44", _("Russ")
    EWENKI = "45", _("Ewenki")
    DEANG = "46", _("Deang")
    BONAN = "47", _("Bonan")
    YUGUR = "48", _("Yugur")
    GIN = "49", _("Gin")
    TATAR = "50", _("Tatar")
    DERUNG = "51", _("Derung")
    OROQEN = "52", _("Oroqen")
    HEZHEN = "53", _("Hezhen")
    MONBA = "54", _("Monba")
    LHOBA = "55", _("Lhoba")
    JINO = "56", _("Jino")
    OTHER = "97", pgettext_lazy("ethnicity", "other")
    NATURALISED = "98", _("naturalised foreigner")
