"""Units of the demo city: names as in Kunshan, everything else invented."""

from dataclasses import dataclass

from efficiency.organization.models import UnitKind

CITY = "kunshan"
OFFICE = "xnb"
HOTLINE = "12345"
CENTRE = "zwzx"


@dataclass(frozen=True)
class UnitData:
    """One unit; `parent` is the code of the unit above."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str = CITY


_CENTRAL = (
    UnitData(OFFICE, "市机关效能建设办公室", "市效能办", UnitKind.OFFICE),
    UnitData(HOTLINE, "市12345政务服务便民热线中心", "12345热线", UnitKind.HOTLINE),
    UnitData(CENTRE, "市政务服务中心", "政务服务中心", UnitKind.CENTRE),
)
_DEPARTMENTS = (
    ("fgw", "市发展和改革委员会", "市发改委"),
    ("jyj", "市教育局", "市教育局"),
    ("kjj", "市科学技术局", "市科技局"),
    ("gxj", "市工业和信息化局", "市工信局"),
    ("gaj", "市公安局", "市公安局"),
    ("mzj", "市民政局", "市民政局"),
    ("sfj", "市司法局", "市司法局"),
    ("czj", "市财政局", "市财政局"),
    ("rsj", "市人力资源和社会保障局", "市人社局"),
    ("zgj", "市自然资源和规划局", "市资规局"),
    ("sthj", "市生态环境局", "市生态环境局"),
    ("zjj", "市住房和城乡建设局", "市住建局"),
    ("cgj", "市城市管理局", "市城管局"),
    ("jtj", "市交通运输局", "市交通局"),
    ("swj", "市水务局", "市水务局"),
    ("nyj", "市农业农村局", "市农业农村局"),
    ("swtj", "市商务局", "市商务局"),
    ("wtlj", "市文体广电和旅游局", "市文体广旅局"),
    ("wjw", "市卫生健康委员会", "市卫健委"),
    ("tyjr", "市退役军人事务局", "市退役军人局"),
    ("yjj", "市应急管理局", "市应急局"),
    ("sjj", "市审计局", "市审计局"),
    ("scjg", "市市场监督管理局", "市市监局"),
    ("tjj", "市统计局", "市统计局"),
    ("ybj", "市医疗保障局", "市医保局"),
    ("spj", "市行政审批局", "市行政审批局"),
    ("xfj", "市信访局", "市信访局"),
    ("sjuj", "市数据局", "市数据局"),
    ("dfjr", "市地方金融管理局", "市金融局"),
)
_LINE_UNITS = (
    ("swuj", "市税务局", "市税务局"),
    ("qxj", "市气象局", "市气象局"),
    ("xfdd", "市消防救援大队", "市消防大队"),
    ("gjj", "住房公积金昆山管理部", "公积金管理部"),
    ("yczm", "市烟草专卖局", "市烟草局"),
    ("gdgs", "市供电公司", "市供电公司"),
    ("ksyh", "市农村商业银行", "农商银行"),
)
_TOWNS = (
    ("ys", "玉山镇"),
    ("bc", "巴城镇"),
    ("zs", "周市镇"),
    ("lj", "陆家镇"),
    ("hq", "花桥镇"),
    ("dsh", "淀山湖镇"),
    ("zp", "张浦镇"),
    ("zz", "周庄镇"),
    ("qd", "千灯镇"),
    ("jx", "锦溪镇"),
)
_VILLAGES = (
    ("ys", "江浦社区"),
    ("bc", "武神潭村"),
    ("zs", "市北村"),
    ("hq", "天福村"),
    ("dsh", "永新村"),
    ("zp", "姜杭村"),
    ("zz", "祁浜村"),
    ("qd", "歇马桥村"),
    ("jx", "长云村"),
)

UNITS: tuple[UnitData, ...] = (
    UnitData(CITY, "昆山市（演示）", "昆山市", UnitKind.CITY, ""),
    *_CENTRAL,
    *(UnitData(code, name, short, UnitKind.DEPARTMENT) for code, name, short in _DEPARTMENTS),
    *(UnitData(code, name, short, UnitKind.LINE) for code, name, short in _LINE_UNITS),
    *(UnitData(f"town-{code}", name, name, UnitKind.TOWN) for code, name in _TOWNS),
    *(
        UnitData(f"village-{town}-{number}", name, name, UnitKind.VILLAGE, f"town-{town}")
        for number, (town, name) in enumerate(_VILLAGES, 1)
    ),
)
