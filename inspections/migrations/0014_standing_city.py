import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('households', '0004_access'),
        ('inspections', '0013_judged_standing'),
    ]

    operations = [
        migrations.AlterField(
            model_name='openhazard',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='households.area'),
        ),
        migrations.AlterField(
            model_name='teamstanding',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='households.area'),
        ),
    ]
