from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0024_plan_photo")]

    operations = ()
