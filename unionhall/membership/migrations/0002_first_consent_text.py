from datetime import date

from django.db import migrations

CHINESE = """为办理入会，您申请加入的工会（名称见本页）及其上级工会需要处理您的个人信息。请阅读以下说明后再决定是否提交。

一、收集哪些信息：姓名；证件类型和号码，以及由此得出的性别、出生日期；手机号码；从业类别、所在平台或用人单位；申请和同意的时间；网络地址经加密计算得到、无法还原的摘要。
二、用来做什么：核实身份、避免重复登记；审核入会申请；建立和管理会籍；发放电子会员卡；通知审核结果、就会员服务与您联系；统计会员人数。不用于其他目的。
三、敏感个人信息：证件号码属于敏感个人信息，仅用于确认您的身份、确保一人一个会籍，须经您单独同意。
四、谁能看到：受理申请的工会及其上级工会中有权限的工作人员。证件号码和手机号码加密保存，页面上只显示首尾几位；查看完整号码须再次验证身份、说明理由，并留下记录。您出示会员卡二维码时，扫码的人能看到隐去部分的姓名、会员编号、所在工会和会籍状态。为发送短信，短信服务商会收到您的手机号码和短信内容。除法律另有规定外，不向其他人提供。
五、保存多久：在会籍存续期间，以及此后法律和档案管理规定要求的期限内保存；未通过或已撤回的申请作为办理记录同样保存。系统不会自动删除，期满后由工会办理删除。
六、您的权利：审核期间，用本人手机再次打开入会页面，可以查看进度、撤回申请。成为会员后，用本人手机号登录会员页面，在“我的数据”中可以查看全部信息、下载副本、申请更正、撤回同意。无法登录的，以及需要删除或有其他请求的，请向受理申请的工会或您所在的工会提出。撤回同意不影响此前已经办理的事项；会籍保留到您办理退会为止。
七、是否提供由您自愿决定；不提供必填信息，将无法办理入会。"""

ENGLISH = """To admit you, the union to which you apply (its name stands on this page) and the unions above it handle data about you. Please read this before you decide.

1. What is collected: your name; kind and number of your identity paper, and from it sex and date of birth; your mobile number; what you work as, and for which platform or employer; when you applied and agreed; a digest of your network address, from which the address cannot be got back.
2. What for: knowing who you are and entering nobody twice; reviewing your application; keeping your membership on record; issuing your card; telling you the result and reaching you about services to members; counting members. Nothing else.
3. Sensitive data: the number of your identity paper is sensitive. It serves only to know who you are, so that each person is a member once, and needs your separate consent.
4. Who sees it: staff of the union to which you apply and of the unions above it, as far as their office allows. ID and phone numbers are stored encrypted; pages show their first and last characters only, and reading one in full takes a second proof of identity and a reason, and leaves a record. Whoever scans the code on your card sees your name in part, your member number, your union and the state of your membership. To send a message, the carrier receives your mobile number and the message. Nobody else is given your data, unless the law demands it.
5. How long: as long as your membership lasts, and after that as long as the law and the rules on archives require; an application that was not accepted or was withdrawn is kept likewise, as a record of what was done. The system deletes nothing by itself; when the time is over, the union does.
6. Your rights: while your application is reviewed, open the joining page again with your phone to see how it stands or to withdraw it. As a member, sign in with your phone: under “My data” you see everything, download a copy, ask for a correction and withdraw your consent. If you cannot sign in, want something deleted or have another request, ask the union that received your application or the one you belong to. What was done before a withdrawal stays valid; a membership lasts until you leave the union.
7. It is your free choice. Without the required fields we cannot admit you."""


def publish(apps, schema_editor):
    apps.get_model("membership", "ConsentText").objects.get_or_create(
        version="2023-1",
        defaults={"text_zh_hans": CHINESE, "text_en": ENGLISH, "valid_from": date(2023, 1, 1)},
    )


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]
    operations = [migrations.RunPython(publish, migrations.RunPython.noop, elidable=False)]
