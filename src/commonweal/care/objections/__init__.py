"""What a person has said about who may see their record: objections, opting out of planning, restriction."""
