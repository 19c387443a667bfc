from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("who", models.TextField(help_text="an account's id or an address")),
                ("minute", models.IntegerField(help_text="since 1970")),
                ("times", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("who", "minute"), name="one_count_a_minute")],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE limits_asked SET UNLOGGED", reverse_sql="ALTER TABLE limits_asked SET LOGGED"
        ),
    )
