from datetime import date

from django.db import migrations

CHINESE = """为办理入会，我们收集您的姓名、证件号码、手机号码和从业信息。

一、用途：核实身份、审核入会申请、建立会员档案、发放会员卡、联系您办理会员服务和统计会员人数，不用于其他目的。
二、谁能看到：您申请加入的工会及其上级工会的经办人员；证件号码和手机号码默认只显示首尾几位，查看全部须说明理由并留下记录。
三、保存：证件号码和手机号码加密保存；申请未通过或撤回的，在法律规定的期限届满后删除。
四、您的权利：可以查询、复制、更正本人信息，可以撤回申请或撤回同意；撤回不影响此前已经办理的事项。
五、是否提供由您自愿决定；不提供必填信息将无法办理入会。

您可以向受理申请的工会提出上述请求。"""

ENGLISH = """To admit you to the union we collect your name, the number of your identity paper, your mobile number and what you work as.

1. Purpose: checking who you are, reviewing your application, keeping your membership on record, issuing your card, reaching you about services to members, and counting members. Nothing else.
2. Who sees it: staff of the union to which you apply and of the unions above it. ID and phone numbers show only their first and last digits; reading them in full needs a reason and leaves a record.
3. Keeping: ID and phone numbers are stored encrypted. If the application is withdrawn or not accepted, they are deleted when the period set by law is over.
4. Your rights: to see, copy and correct your data, to withdraw the application, and to withdraw this consent; what was done before stays valid.
5. It is your free choice. Without the required fields we cannot admit you.

Ask the union that receives your application."""


def publish(apps, schema_editor):
    apps.get_model("membership", "ConsentText").objects.get_or_create(
        version="2023-1",
        defaults={"text_zh_hans": CHINESE, "text_en": ENGLISH, "valid_from": date(2023, 1, 1)},
    )


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]
    operations = [migrations.RunPython(publish, migrations.RunPython.noop, elidable=False)]
