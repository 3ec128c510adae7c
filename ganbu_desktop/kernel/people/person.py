"""A cadre and the information sets that hang on one: the spine every module stands on.

Most classes are one sheet of the 2017 collection workbook (``sheet``), each field one of its columns; what the
appointment form's exchange file holds besides stands in ``AppointmentSheet``. Ages, service times and current posts are
worked out by rules, never stored.
"""

from __future__ import annotations

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import (
    Choice,
    Date,
    Flag,
    Hidden,
    Identity,
    LongText,
    Name,
    Number,
    PartyText,
    Text,
)
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Integer, Record, column, record_types, reference

_BASIC, _PARTY, _POST, _MANAGED, _TEXTS = "基本情况", "政治面貌", "职务职级", "管理信息", "综述"
_CONTACT = "联系方式"

_PLACE_HELP = "写到县（市、区），如“湖南长沙”，不写“省、市”字"


class Person(Record, table="person", label="干部", sheet="A01", root=True):
    """The person: who, and the texts that describe the present."""

    unit_id: str | None = reference("unit", label="所在单位")
    staffing_unit_id: str | None = reference("unit", label="编制所在单位")
    position: int = column(Integer(label="班子内排序"), not_null=True, default=0)
    name: str | None = column(Name(label="姓名", group=_BASIC, wanted=True, max_length=18))
    id_number: str | None = column(Identity(label="身份证号", group=_BASIC, wanted=True))
    sex: str | None = column(Choice(label="性别", group=_BASIC, table="sex", wanted=True))
    born_on: PartialDate | None = column(Date(label="出生年月", group=_BASIC, wanted=True))
    ethnicity: str | None = column(Choice(label="民族", group=_BASIC, table="ethnicity", open=True, wanted=True))
    native_place: str | None = column(
        Text(
            label="籍贯",
            group=_BASIC,
            wanted=True,
            max_length=18,
            help=_PLACE_HELP,
        )
    )
    birthplace: str | None = column(
        Text(
            label="出生地",
            group=_BASIC,
            wanted=True,
            max_length=18,
            help=_PLACE_HELP,
        )
    )
    growth_place: str | None = column(Text(label="成长地", group=_BASIC, max_length=18))
    health: str | None = column(
        Choice(label="健康状况", group=_BASIC, table="health", open=True, wanted=True, max_length=18)
    )
    work_began_on: PartialDate | None = column(Date(label="参加工作时间", group=_BASIC, wanted=True))
    party_text: str | None = column(
        PartyText(label="入党时间文字", group=_PARTY, max_length=18, help="如“2001.08”“民盟”“2001.08；民建”“无党派”")
    )
    political_status: str | None = column(Choice(label="政治面貌", group=_PARTY, table="political_status", wanted=True))
    party_joined_on: PartialDate | None = column(Date(label="入党时间", group=_PARTY))
    second_party: str | None = column(Choice(label="第二党派", group=_PARTY, table="political_status"))
    third_party: str | None = column(Choice(label="第三党派", group=_PARTY, table="political_status"))
    current_post: str | None = column(
        LongText(
            label="现任职务",
            header="现工作单位及职务全称",
            group=_POST,
            wanted=True,
            max_length=324,
            help="写全称；先党内后行政，多个职务用逗号或顿号分开",
        )
    )
    current_post_short: str | None = column(
        Text(label="现任职务简称", header="现工作单位及职务简称", group=_POST, wanted=True, max_length=324)
    )
    post_level: str | None = column(Choice(label="现职务层次", group=_POST, table="post_level", wanted=True))
    post_level_since: PartialDate | None = column(Date(label="任现职务层次时间", group=_POST, wanted=True))
    rank: str | None = column(Choice(label="现职级", group=_POST, table="rank", open=True))
    rank_since: PartialDate | None = column(Date(label="任现职级时间", group=_POST))
    technical_title: str | None = column(
        Text(label="专业技术职务", group=_POST, max_length=90, help="填最高的一项，写全称，如“高级工程师”")
    )
    expertise: str | None = column(
        LongText(label="熟悉专业有何专长", header="熟悉专业有何特长", group=_POST, max_length=110)
    )
    person_category: str | None = column(Choice(label="人员类别", group=_MANAGED, table="person_category", wanted=True))
    management_state: str | None = column(
        Choice(label="人员管理状态", group=_MANAGED, table="management_state", wanted=True)
    )
    management_class: str | None = column(
        Choice(label="管理类别", group=_MANAGED, table="management_class", wanted=True)
    )
    tier: str | None = column(Choice(label="干部层级", group=_MANAGED, table="cadre_tier"))
    authority: str | None = column(
        Choice(label="管理权限", group=_MANAGED, table="management_authority", help="本级管、协管或下级管")
    )
    is_principal: bool | None = column(
        Flag(label="主要负责人", group=_MANAGED, help="只反映现任职务，调动或换届后应及时更新")
    )
    grassroots_two_years: bool | None = column(Flag(label="是否具有两年以上基层工作经历", group=_MANAGED))
    statistics_unit: str | None = column(Text(label="统计关系所在单位", group=_MANAGED, max_length=120))
    grade: str | None = column(Choice(label="级别", group=_MANAGED, table="grade"))
    staffing_type: str | None = column(Choice(label="编制类型", group=_MANAGED, table="staffing_type"))
    retirement_category: str | None = column(
        Choice(
            label="退休年龄类别",
            group=_MANAGED,
            table="retirement_category",
            help="一般不用填：按性别、职务层次、人员类别、编制类型推算；推算得不对，或本人申请按另一类办理的，在这里选定",
        )
    )
    technical_qualification: str | None = column(
        Choice(label="专业技术类公务员任职资格", group=_MANAGED, table="technical_qualification")
    )
    registered_on: PartialDate | None = column(Date(label="公务员登记时间", group=_MANAGED))
    mobile_phone: str | None = column(Text(label="手机号码", group=_CONTACT, max_length=30))
    office_phone: str | None = column(Text(label="办公电话", group=_CONTACT, max_length=30))
    resume: str | None = column(LongText(label="简历", group=_TEXTS, wanted=True))
    rewards_text: str | None = column(LongText(label="奖惩情况", header="奖惩综述", group=_TEXTS, max_length=552))
    annual_text: str | None = column(
        LongText(label="年度考核结果", header="年度考核结果综述", group=_TEXTS, max_length=414)
    )
    note: str | None = column(LongText(label="备注", group=_TEXTS))


class Tenure(Record, table="tenure", label="任职", owner="person_id", sheet="A02"):
    """One post held in one unit, from its appointment to its removal."""

    person_id: str = reference("person", label="干部", not_null=True)
    unit_id: str | None = reference("unit", label="任职机构", header="任职机构名称")
    position: int = column(Integer(label="职务排序", header="职务排序"), not_null=True, default=0)
    post_name: str | None = column(Text(label="职务名称", wanted=True, max_length=120))
    is_team_member: bool | None = column(Flag(label="领导成员", header="是否领导成员"))
    member_kind: str | None = column(Choice(label="成员类别", table="team_member_kind"))
    is_leading_post: bool | None = column(Flag(label="领导职务", header="是否领导职务"))
    team_position: int | None = column(Number(label="集体内排序"))
    is_main: bool | None = column(Flag(label="主职务"))
    appointed_on: PartialDate | None = column(Date(label="任职时间", wanted=True))
    appointment_document: str | None = column(Text(label="任职文号", max_length=60))
    selection_method: str | None = column(Choice(label="选拔任用方式", table="selection_method"))
    is_exceptional: bool | None = column(Flag(label="破格提拔", header="是否破格提拔"))
    state: str | None = column(Choice(label="任职状态", table="tenure_state", wanted=True))
    removed_on: PartialDate | None = column(Date(label="免职时间"))
    removal_document: str | None = column(Text(label="免职文号", max_length=60))
    change_reason: str | None = column(LongText(label="职务变动原因综述"))
    output: str | None = column(Choice(label="输出标识", header="职务输出标识", table="output_flag"))


class LevelHistory(Record, table="level_history", label="职务层次与职级", owner="person_id", sheet="A05"):
    """One level (职务层次) or rank (职级) held for a time."""

    person_id: str = reference("person", label="干部", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    kind: str | None = column(
        Choice(label="类别", header="类别（职务层次、职级标志）", table="level_kind", wanted=True)
    )
    level: str | None = column(
        Choice(label="职务层次（职级）", header="职务层次（职级）", table="post_level", open=True, wanted=True)
    )
    approved_on: PartialDate | None = column(Date(label="批准日期", wanted=True))
    document: str | None = column(Text(label="批准文号", max_length=60))
    ended_on: PartialDate | None = column(Date(label="终止日期"))
    state: str | None = column(Choice(label="状态", table="tenure_state"))


class Qualification(Record, table="qualification", label="专业技术资格", owner="person_id", sheet="A06"):
    """One professional or technical qualification."""

    person_id: str = reference("person", label="干部", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    code: str | None = column(
        Choice(label="资格代码", header="专业技术资格代码", table="technical_title", open=True, wanted=True)
    )
    name: str | None = column(Text(label="资格名称", header="专业技术资格名称", wanted=True))
    obtained_on: PartialDate | None = column(Date(label="获得资格日期", wanted=True))
    way: str | None = column(Choice(label="取得资格途径", table="qualification_way"))
    body: str | None = column(Text(label="评委会或考试名称"))
    output: str | None = column(Choice(label="输出标识", table="output_flag"))


class Education(Record, table="education", label="学历学位", owner="person_id", sheet="A08"):
    """One course of study with its level (学历) and degree (学位)."""

    person_id: str = reference("person", label="干部", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    level_name: str | None = column(Text(label="学历名称", wanted=True))
    level: str | None = column(Choice(label="学历代码", table="education", wanted=True))
    degree_name: str | None = column(Text(label="学位名称"))
    degree: str | None = column(Choice(label="学位代码", table="degree"))
    entered_on: PartialDate | None = column(Date(label="入学时间", wanted=True))
    left_on: PartialDate | None = column(Date(label="毕（肄）业时间", wanted=True))
    degree_on: PartialDate | None = column(Date(label="学位授予时间"))
    school: str | None = column(Text(label="学校（单位）名称", wanted=True))
    major: str | None = column(Text(label="所学专业名称", wanted=True))
    major_class: str | None = column(Text(label="所学专业类别"))
    mode: str | None = column(Choice(label="教育类别", table="education_mode", wanted=True))
    years: str | None = column(Text(label="学制年限"))
    output: str | None = column(Choice(label="输出标识", table="output_flag"))


class Reward(Record, table="reward", label="奖惩", owner="person_id", sheet="A14"):
    """One reward or punishment with the body that gave it."""

    person_id: str = reference("person", label="干部", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    name: str | None = column(Text(label="奖惩名称", wanted=True))
    code: str | None = column(Choice(label="奖惩名称代码", table="reward_name", open=True, wanted=True))
    approved_on: PartialDate | None = column(Date(label="批准日期", wanted=True))
    body: str | None = column(Text(label="批准机关", wanted=True))
    body_level: str | None = column(Choice(label="批准机关级别", table="unit_level", open=True))
    level_then: str | None = column(Choice(label="受奖惩时职务层次", table="post_level", open=True))
    revoked_on: PartialDate | None = column(Date(label="撤销日期"))
    body_kind: str | None = column(Choice(label="批准机关性质", table="approval_body_kind", open=True))


class AnnualResult(Record, table="annual_result", label="年度考核", owner="person_id", sheet="A15"):
    """The result of one year's assessment."""

    person_id: str = reference("person", label="干部", not_null=True)
    result: str | None = column(Choice(label="考核结论", table="annual_result", wanted=True))
    year: int | None = column(Number(label="考核年度", wanted=True))


class Relative(Record, table="relative", label="家庭及社会关系", owner="person_id", sheet="A36"):
    """A family member or important relation, as declared by the person."""

    person_id: str = reference("person", label="干部", not_null=True)
    position: int = column(Integer(label="排序", header="排序"), not_null=True, default=0)
    name: str | None = column(Name(label="姓名", header="家庭成员姓名", wanted=True, max_length=18))
    relation: str | None = column(Choice(label="称谓", table="family_relation", open=True, wanted=True, max_length=18))
    born_on: PartialDate | None = column(Date(label="出生日期", wanted=True))
    political_status: str | None = column(
        Choice(label="政治面貌", table="political_status", open=True, wanted=True, max_length=18)
    )
    employer_and_post: str | None = column(
        Text(label="工作单位及职务", wanted=True, max_length=124, help="已去世的写“（已去世）”，已退休的写“（已退休）”")
    )
    unknown_elements: str | None = column(Hidden(label="未识别的内容"))


class Supplement(Record, table="supplement", label="补充信息", owner="person_id", sheet="A99Z1"):
    """How the person came into the service."""

    person_id: str = reference("person", label="干部", not_null=True)
    by_examination: bool | None = column(Flag(label="是否考录"))
    recruited_on: PartialDate | None = column(Date(label="录用时间"))
    selected_graduate: bool | None = column(Flag(label="是否选调生"))
    selected_on: PartialDate | None = column(Date(label="进入选调生时间"))


class SourceTag(Record, table="source_tag", label="来源标识", owner="person_id"):
    """A recognised source (五方面人员, 五个一批…): always by a document, never a judgement in one's own words."""

    person_id: str = reference("person", label="干部", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    category: str = column(Choice(label="类别", table="source_category", wanted=True), not_null=True)
    document: str = column(Text(label="认定依据文号", wanted=True, max_length=60), not_null=True)
    recognised_on: PartialDate | None = column(Date(label="认定日期", wanted=True))
    expires_on: PartialDate | None = column(Date(label="失效日期"))
    note: str | None = column(Text(label="说明"))


_EDU, _MOVE, _FILL = "学历学位（表上文字）", "任免", "填表"


class AppointmentSheet(Record, table="appointment_sheet", label="任免表", owner="person_id"):
    """What the appointment form holds besides the other sets; one for each person."""

    person_id: str = reference("person", label="干部", not_null=True)
    full_time_education: str | None = column(Text(label="全日制学历", group=_EDU, max_length=54))
    full_time_degree: str | None = column(Text(label="全日制学位", group=_EDU, max_length=54))
    full_time_education_school: str | None = column(Text(label="全日制学历院校系及专业", group=_EDU, max_length=90))
    full_time_degree_school: str | None = column(Text(label="全日制学位院校系及专业", group=_EDU, max_length=90))
    in_service_education: str | None = column(Text(label="在职学历", group=_EDU, max_length=54))
    in_service_degree: str | None = column(Text(label="在职学位", group=_EDU, max_length=54))
    in_service_education_school: str | None = column(Text(label="在职学历院校系及专业", group=_EDU, max_length=90))
    in_service_degree_school: str | None = column(Text(label="在职学位院校系及专业", group=_EDU, max_length=90))
    proposed_post: str | None = column(LongText(label="拟任职务", group=_MOVE, max_length=324))
    proposed_removal: str | None = column(LongText(label="拟免职务", group=_MOVE, max_length=324))
    reason: str | None = column(LongText(label="任免理由", group=_MOVE, max_length=552))
    reporting_unit: str | None = column(LongText(label="呈报单位", group=_FILL, max_length=252))
    age_as_of: PartialDate | None = column(Date(label="计算年龄时间", group=_FILL))
    filled_on: PartialDate | None = column(Date(label="填表时间", group=_FILL))
    filled_by: str | None = column(Text(label="填表人", group=_FILL, max_length=18))
    retirement_due_on: PartialDate | None = column(Date(label="到龄年月", group=_FILL))
    pre_reform_limit: str | None = column(
        Choice(label="改革前任职年龄界限", group=_FILL, table="pre_reform_limit", open=True)
    )
    editor_version: str | None = column(Hidden(label="编辑器版本"))
    unknown_elements: str | None = column(Hidden(label="未识别的内容"))


class Photo(Record, table="photo", label="照片", owner="person_id"):
    """The current photo, re-encoded (4:5, no metadata); ``blob`` names its JPEG in the store."""

    person_id: str = reference("person", label="干部", not_null=True)
    blob: str = column(Hidden(label="照片"), not_null=True)
    taken_on: PartialDate | None = column(Date(label="拍摄时间"))


class Attachment(Record, table="attachment", label="附件", owner="person_id"):
    """A file kept inside the store with a person's record; ``blob`` names its content."""

    person_id: str = reference("person", label="干部", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    file_name: str | None = column(Text(label="文件名"))
    note: str | None = column(Text(label="说明"))
    added_on: PartialDate | None = column(Date(label="存入日期"))
    blob: str = column(Hidden(label="内容"), not_null=True)


PERSON_SETS: tuple[type[Record], ...] = tuple(
    cls for cls in record_types() if cls.__module__ == __name__ and cls.owner == "person_id"
)
"""Everything that hangs on a person, in the order of this file."""

COLLECTION_SETS = tuple(cls for cls in PERSON_SETS if cls.sheet)
"""The sets that stand on sheets of their own in the collection workbook."""

LEDGER_SETS = tuple(cls for cls in PERSON_SETS if cls not in (AppointmentSheet, Photo, Attachment))
"""The sets that the person page shows as a grid, a tab each."""

sa.Index("person_by_id_number", Person.table.c.id_number)
sa.Index("person_by_name", Person.table.c.name)
