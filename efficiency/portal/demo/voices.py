"""What the citizens of the demo city say. Places are Kunshan's, persons and events are invented."""

from typing import NamedTuple


class Voice(NamedTuple):
    """One complaint: kind, unit that it belongs to, place, words."""

    kind: str
    unit: str
    place: str
    words: str


# The first dozen belong to the unit of the demo accounts `handler` and `head`.
VOICES: tuple[Voice, ...] = (
    Voice("complaint", "cgj", "玉山镇朝阳西路农贸市场东门", "每天早上五点起流动摊贩占满非机动车道，喇叭叫卖，电动车只能走到机动车道上，已经有老人摔倒。请安排早间值守。"),
    Voice("complaint", "cgj", "前进中路百货广场", "商铺夜里用大功率音响做促销，十点以后还在放，住在楼上的孩子睡不着。多次劝说没有用。"),
    Voice("repair", "cgj", "柏庐南路公共厕所", "公厕第三蹲位水箱坏了，水流了三天，地面结冰很滑，请派人维修。"),
    Voice("complaint", "cgj", "震川路烧烤一条街", "露天烧烤油烟直排，开窗就是烟味，检查的时候收起来，走了又摆出来。"),
    Voice("help", "cgj", "江浦路小区西门", "小区外的垃圾中转站压缩时污水流到人行道，夏天臭味很大，希望调整作业时间并冲洗地面。"),
    Voice("complaint", "cgj", "长江中路工地", "渣土车夜间不盖篷布，沿路撒土，早晨一路灰尘。车身有企业名称，可以查。"),
    Voice("suggestion", "cgj", "亭林路步行街", "建议在步行街两头增加非机动车停放点，现在共享单车堵住了盲道。"),
    Voice("repair", "cgj", "珠江路人行道", "人行道地砖大面积松动，下雨一踩一身水，盲道断了十几米。"),
    Voice("complaint", "cgj", "娄江河岸步道", "有人在河岸步道上私自围起菜地，还搭了铁皮棚，散步的路只剩一半。"),
    Voice("consultation", "cgj", "人民南路商铺", "想换新的店招，尺寸和原来一样，需要重新备案吗，带什么材料，几天能办好？"),
    Voice("complaint", "cgj", "玉龙路早餐点", "早餐车的油污倒进雨水井，井口已经堵了，路面常年油腻。"),
    Voice("complaint", "cgj", "同丰路宠物店", "宠物店把笼子摆在人行道上，异味重，行人要绕到马路上走。"),
    Voice("complaint", "cgj", "环城北路墙面", "沿街墙面和电线杆贴满小广告，清了又贴，请查一查上面留的号码。"),
    Voice("complaint", "zjj", "周市镇新镇路在建小区", "工地凌晨三点还在打桩，一个星期了，公示牌上没有夜间施工许可。"),
    Voice("repair", "zjj", "前进西路老小区12幢", "外墙砖脱落砸到楼下雨棚，物业说维修资金手续没有下来，请先拉警戒线。"),
    Voice("complaint", "zjj", "花桥镇绿地大道楼盘", "交房时承诺的地下车位没有验收就收费，要求退款，开发商不理。"),
    Voice("help", "zjj", "张浦镇安置小区", "电梯三个月坏了七次，老人被关过两次，物业说等配件，等了一个月。"),
    Voice("complaint", "sthj", "陆家镇联谊路", "夜里十一点以后有酸臭味，白天没有。住在下风向的几个小区都闻得到，请夜间来查。"),
    Voice("complaint", "sthj", "千灯镇石浦工业区", "河水变成乳白色，有泡沫，从桥下的管子出来，照片已经拍了。"),
    Voice("complaint", "sthj", "巴城镇湖滨路", "饭店油烟管道装在二楼居民窗下，净化器从来不开，投诉人家里有婴儿。"),
    Voice("consultation", "sthj", "开发区厂房", "新上一条喷涂线，是做报告表还是登记表？在哪里申报？"),
    Voice("complaint", "gaj", "玉山镇北门路", "楼下棋牌室通宵营业，半夜吵架，叫喊声全楼都听到。"),
    Voice("help", "gaj", "昆山南站", "暂住登记到期想续签，网上显示材料不全但不说缺什么。"),
    Voice("complaint", "jtj", "花桥地铁站公交枢纽", "末班公交常常提前走，站牌时间和手机上的不一样，下夜班赶不上车。"),
    Voice("suggestion", "jtj", "周庄镇古镇停车场", "节假日摆渡车排队一小时，建议分时段增开一班，并写清末班时间。"),
    Voice("complaint", "jtj", "312国道路口", "信号灯左转只有八秒，大车过两辆就变红灯，早高峰堵到高架下。"),
    Voice("repair", "swj", "淀山湖镇永新村", "自来水发黄两天了，烧开有沉淀，村里十几户都这样。"),
    Voice("repair", "swj", "锦溪镇老街", "雨水井盖破了一半，晚上看不见，用树枝插着提醒。"),
    Voice("help", "swj", "张浦镇姜杭村", "村口河道水葫芦长满，船过不去，蚊虫多，请打捞。"),
    Voice("complaint", "scjg", "萧林路生鲜超市", "买的虾称重多算水，回家复称少三两，要求检查这家店的秤。"),
    Voice("complaint", "scjg", "亭林园景区门口", "租赁自行车押金说退七天，一个月没有退，电话打不通。"),
    Voice("consultation", "scjg", "陆家镇合丰路", "夫妻两人想开一家面店，先办营业执照还是先办食品许可？要多少天？"),
    Voice("complaint", "scjg", "健身房", "办了年卡，店换了名字不承认，要求退还剩余费用。"),
    Voice("help", "rsj", "周市镇电子厂", "离职两个月，厂里没有开离职证明，社保转不出去。"),
    Voice("complaint", "rsj", "开发区包装厂", "三个月加班工资没有发，二十多人，主管让我们等年底。"),
    Voice("consultation", "ybj", "玉山镇", "新生儿医保什么时候参保可以报出生时的费用？在哪里办？"),
    Voice("complaint", "wjw", "社区卫生服务站", "下午三点去打疫苗说没有人，门口写着四点半下班。"),
    Voice("help", "jyj", "花桥镇", "随迁子女入学积分查询结果和材料不符，想知道找谁核对。"),
    Voice("suggestion", "wtlj", "文化艺术中心", "建议昆曲公益场次留一部分现场票，老人不会在网上抢。"),
    Voice("repair", "gdgs", "千灯镇歇马桥村", "变压器嗡嗡响，一到晚上就跳闸，空调开不了。"),
    Voice("complaint", "zgj", "巴城镇武神潭村", "邻居翻建房屋超出原来的宅基地，压到了公共通道。"),
    Voice("help", "mzj", "锦溪镇长云村", "八十岁独居老人申请助餐，登记两个月没有回音。"),
    Voice("complaint", "town-bc", "巴城镇蟹市场", "市场出口没有人指挥，旺季周末堵两个小时，救护车进不去。"),
    Voice("suggestion", "town-zz", "周庄镇祁浜村", "村里图书室周末不开门，建议请志愿者轮值。"),
    Voice("repair", "town-lj", "陆家镇夏桥路", "小公园的健身器材螺丝松了，孩子在上面玩很危险。"),
    Voice("complaint", "town-zp", "张浦镇南港老街", "路灯坏了七盏，连着一百多米是黑的，晚上接孩子不敢走。"),
    Voice("consultation", "gjj", "公积金管理部", "租房提取公积金今年的额度是多少，能不能每月自动提取？"),
    Voice("complaint", "swuj", "办税服务厅", "网上预约了十点，到现场排到十一点半，预约没有用。"),
)  # fmt: skip
ANSWER = "已到现场核实并当场处理：{place}的问题由我单位负责，已整改到位，并安排一个月内每周复查两次。感谢您的监督。"
CONTACT = "电话回访，市民表示知晓"
