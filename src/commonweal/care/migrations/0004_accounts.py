"""A post says who employs its holder, in which team, or whose own record it is for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0003_audit_chain")]
    operations = [
        migrations.RemoveConstraint(model_name="post", name="one_live_post_per_role_and_area"),
        migrations.AddField(
            model_name="post",
            name="organisation",
            field=models.TextField(
                default="",
                help_text="ODS code of the organisation or practice that employs them; empty where not known",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="team",
            field=models.TextField(default="", help_text="id of a team in the blueprint; empty for none"),
        ),
        migrations.AddField(
            model_name="post",
            name="person",
            field=models.ForeignKey(
                help_text="whose own record this post is for",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="care.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                name="one_live_post_of_a_kind",
                fields=("user", "role", "area", "organisation", "team", "person"),
                condition=models.Q(ended__isnull=True),
                nulls_distinct=False,
            ),
        ),
    ]
