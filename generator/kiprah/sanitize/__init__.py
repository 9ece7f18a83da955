"""Files written anew without metadata: photos, PDF documents, MP4 films."""
