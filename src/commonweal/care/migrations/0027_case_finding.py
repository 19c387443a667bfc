from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0026_risk")]

    operations = ()
