"""Files become values: YAML with places, Markdown as safe HTML, facts about photos."""
