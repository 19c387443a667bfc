"""What takes records in, imported and compiled before any process is begun that needs it."""

from tests.incoming import loading as loading

from commonweal.incoming.staging import make_ready

make_ready()
