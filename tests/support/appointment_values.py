"""Values of invented people for the appointment form: empty, typical, hostile."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from ganbu_desktop.paper.form_spec import IMAGE, FormSpec


def photo(width: int = 400, height: int = 500) -> bytes:
    """Return a drawn portrait as JPEG."""
    image = Image.new("RGB", (width, height), (70, 120, 190))
    pen = ImageDraw.Draw(image)
    pen.ellipse((width * 0.28, height * 0.15, width * 0.72, height * 0.62), fill=(235, 205, 180))
    pen.rectangle((width * 0.12, height * 0.66, width * 0.88, height), fill=(40, 45, 60))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def empty(form: FormSpec) -> dict[str, Any]:
    """Return a value for every binding, none of which says anything."""
    blanks: dict[str, Any] = {}
    for name, kind in form.bindings.items():
        blanks[name] = [] if isinstance(kind, tuple) else None if kind == IMAGE else ""
    return blanks


def relative(relation: str, name: str, birth: str, status: str, employer: str) -> dict[str, str]:
    return {
        "relation": relation,
        "name": name,
        "birth": birth,
        "age": birth,
        "political_status": status,
        "employer_and_post": employer,
    }


RESUME = """1993.09--1997.07  云溪师范大学中文系汉语言文学专业学习
1997.07--1999.03  清河县第一中学教师
1999.03--2002.11  清河县教育局办公室科员
2002.11--2006.05  清河县教育局办公室副主任（其间：2003.03--2003.07在县委党校中青年干部培训班学习）
2006.05--2010.12  清河县委组织部干部教育股股长
2010.12--2015.08  清河县柳林镇党委副书记、镇长
（其间：2011.09--2014.06在云溪大学公共管理学院公共管理专业在职研究生学习，获公共管理硕士学位）
2015.08--2019.04  清河县柳林镇党委书记、人大主席
2019.04--2023.10  清河县人力资源和社会保障局党组书记、局长
2023.10--         清河县委组织部副部长（正科级），县委老干部局局长"""


def typical() -> dict[str, Any]:
    """Return one complete person."""
    return {
        "name": "林　越",
        "sex": "女",
        "birth_and_age": "1975.03\n（50岁）",
        "photo": photo(),
        "ethnicity": "汉族",
        "native_place": "湖南清河",
        "birthplace": "湖南清河",
        "party_joined": "1998.06",
        "work_began": "1997.07",
        "retirement_due": "2031.11\n（56岁8个月）",
        "health": "健康",
        "technical_title": "中学一级教师",
        "expertise": "干部教育、人力资源管理",
        "full_time_education": "大学\n文学学士",
        "full_time_school": "云溪师范大学中文系汉语言文学专业",
        "in_service_education": "研究生\n公共管理硕士",
        "in_service_school": "云溪大学公共管理学院公共管理专业",
        "current_post": "中共清河县委组织部副部长（正科级），县委老干部局局长",
        "proposed_post": "清河县人民政府办公室党组书记、主任",
        "proposed_removal": "中共清河县委组织部副部长，县委老干部局局长",
        "resume": RESUME,
        "rewards": "2018年1月，经清河县委、县政府批准，记三等功一次。\n2022年3月，被评为全市组织工作先进个人。",
        "annual_results": "2022年、2023年年度考核均为称职，2024年年度考核为优秀。",
        "reason": "工作需要。该同志政治坚定，熟悉机关工作，组织协调能力强，拟任现职。",
        "relatives": [
            relative("丈夫", "周明远", "1973.08", "中共党员", "清河县农业农村局党组成员、副局长"),
            relative("女儿", "周　晴", "2004.05", "共青团员", "云溪大学电子信息学院学生"),
            relative("父亲", "林德厚", "1948.11", "中共党员", "清河县粮食局干部（已退休）"),
            relative("母亲", "赵秀兰", "", "群众", "清河县纺织厂工人（已去世）"),
        ],
        "reporting_unit": "中共清河县委",
        "filled_by": "何静",
    }


LONG = "中共某某自治州某某哈萨克自治县委员会组织部副部长、县委党史研究室主任（兼），二级调研员；"


def hostile() -> dict[str, Any]:
    """Return longest values, twelve relatives, rare characters, formula-like and markup-like text."""
    values = typical()
    values.update(
        name="买买提·吐尔逊阿卜杜热合曼𠮷堃赟",
        native_place='=HYPERLINK("http://x")',
        birthplace="<b>&amp;</b><img src=file:/etc/passwd>",
        party_joined="1995.06；民盟；民建",
        technical_title="正高级工程师、注册会计师、全国高级人力资源管理师、讲师" * 3,
        expertise="@SUM(A1:A9)，＝1＋1，熟悉党的建设、干部人事、宏观经济、城乡规划与基层治理" * 2,
        full_time_school="某某民族大学马克思主义学院思想政治教育与党的建设专业" * 3,
        in_service_education="省委党校研究生\n经济学博士、管理学硕士、工学学士",
        current_post=LONG * 7,
        proposed_post="-1+2|cmd ' /C calc'!A0" + LONG * 5,
        proposed_removal=LONG,
        resume="\n".join(f"{1980 + i}.09--{1981 + i}.09  {LONG}（其间：{LONG}）" for i in range(43)),
        rewards="。" * 30 + "，" * 30 + LONG * 10,
        annual_results="A" * 300,
        reason="\t\r\n" + LONG * 12,
        relatives=[
            relative("外祖父（继）", "阿依古丽·买买提江", "1950.01", "中国国民党革命委员会会员", LONG * 2)
            for _ in range(12)
        ],
        reporting_unit="中共某某县委员会\n某某县人民政府\n某某县人大常委会\n某某县政协",
        filled_by="欧阳某某",
    )
    return values
