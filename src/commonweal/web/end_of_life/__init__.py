"""Care at the end of life: a person's page, its forms, the register."""
