"""Chinese surnames: the compound ones, and the readings that a dictionary of characters gets wrong.

Readings are toneless pinyin with ``v`` for ü; the first is the usual one of the surname, the others also occur.
"""

from collections.abc import Mapping

HAN_RANGES = (
    (0x3007, 0x3007),  # 〇 is a character of names
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2FA1F),
    (0x30000, 0x323AF),
)

_SINGLE = """
丁 ding;万 wan;丌 ji qi;不 fou bu;乐 yue le;乜 nie mie;亓 qi;于 yu;仇 qiu chou;仝 tong;令 ling;任 ren;佘 she
佴 nai er;俞 yu shu;六 lu liu;冒 mao mo;冼 xian;华 hua;单 shan dan chan;卜 bu;厘 xi li;句 gou ju;召 shao zhao
叶 ye;员 yun yuan;呙 guo wai;哈 ha;啜 chuai chuo;区 ou qu;妫 gui;宁 ning;宓 mi fu;尉 wei yu;尹 yin;干 gan;幺 yao
折 she zhe;教 jiao;昝 zan;晁 chao;晟 cheng sheng;曲 qu;曾 zeng ceng;朝 chao zhao;朴 piao pu;柏 bai bo;查 zha cha
沈 shen;洗 xian xi;燕 yan;牟 mu mou;甯 ning;盖 ge gai;盛 sheng;相 xiang;眭 sui;睢 sui;瞿 qu;石 shi;祭 zhai ji
种 chong zhong;秘 bi mi;笪 da;繁 po fan;纪 ji;缪 miao miu mou;翟 zhai di;能 nai neng;臧 zang;莘 shen xin;葛 ge
薄 bo bao;藏 zang cang;覃 qin tan;褚 chu;见 jian;角 jue jiao;解 xie jie;訾 zi;谌 chen shen;谷 gu;贲 ben bi
费 fei bi;贾 jia;车 che;过 guo;适 kuo shi;逄 pang;逯 lu;邢 xing;那 na;郄 qie xi;郇 xun huan;郗 xi chi;郜 gao
郝 hao;都 du;重 chong zhong;长 chang zhang;阚 kan;阿 a;陆 lu;隗 kui wei;麴 qu;黄 huang;黑 he hei;暴 bao;斛 hu
"""

_COMPOUND = """
欧阳 ou yang;司马 si ma;上官 shang guan;诸葛 zhu ge;尉迟 yu chi;万俟 mo qi;皇甫 huang fu;令狐 ling hu
澹台 tan tai;长孙 zhang sun;慕容 mu rong;宇文 yu wen;司徒 si tu;司空 si kong;夏侯 xia hou;公孙 gong sun
东方 dong fang;独孤 du gu;南宫 nan gong;西门 xi men;轩辕 xuan yuan;端木 duan mu;百里 bai li;呼延 hu yan
闻人 wen ren;赫连 he lian;公冶 gong ye;宗政 zong zheng;濮阳 pu yang;淳于 chun yu;单于 chan yu;太叔 tai shu
申屠 shen tu;仲孙 zhong sun;钟离 zhong li;鲜于 xian yu;闾丘 lv qiu;东郭 dong guo;东里 dong li;南门 nan men
羊舌 yang she;微生 wei sheng;梁丘 liang qiu;左丘 zuo qiu;第五 di wu;拓跋 tuo ba;夹谷 jia gu;宰父 zai fu
谷梁 gu liang;段干 duan gan;亓官 qi guan;司寇 si kou;子车 zi ju;颛孙 zhuan sun;巫马 wu ma;公西 gong xi
漆雕 qi diao;乐正 yue zheng;壤驷 rang si;公良 gong liang;呼兰 hu lan;耶律 ye lv;完颜 wan yan;纳兰 na lan
叶赫 ye he;爱新 ai xin;那拉 na la;贺兰 he lan;贺若 he ruo;贺拔 he ba;达奚 da xi;侯莫 hou mo;库狄 she di
车正 che zheng;墨台 mo tai;即墨 ji mo;哥舒 ge shu;屈突 qu tu;豆卢 dou lu;斛律 hu lv;秃发 tu fa;乞伏 qi fu
沮渠 ju qu
"""


def _readings(text: str) -> Mapping[str, tuple[str, ...]]:
    entries = (entry.split() for line in text.strip().splitlines() for entry in line.split(";"))
    return {surname: tuple(readings) for surname, *readings in entries}


SINGLE = _readings(_SINGLE)
"""All readings of a surname of one character, where a dictionary is wrong or gives too many."""

COMPOUND = _readings(_COMPOUND)
"""The reading of each character of a compound surname (复姓)."""


def is_han(text: str) -> bool:
    """Say whether ``text`` consists of Chinese characters only, rare ones beyond the basic plane included."""
    return bool(text) and all(any(first <= ord(character) <= last for first, last in HAN_RANGES) for character in text)


def split_name(name: str) -> tuple[str, str]:
    """Split a name in Chinese characters into surname and given name; a single character has no surname."""
    if len(name) < 2:
        return "", name
    size = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    return name[:size], name[size:]
