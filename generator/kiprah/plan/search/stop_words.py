"""Stop words: what stands in nearly every text and tells nothing of it, folded, in Indonesian and English."""

from __future__ import annotations

_INDONESIAN = """
    ada adalah agar akan aku anda antara apa apabila atas atau bagai bagaimana bagi bahwa banyak beberapa begitu belum
    berbagai bila bisa boleh bukan dalam dan dapat dari daripada dengan di dia dimana disini ditambah dong dua hal
    hanya harus hingga ia ialah ini itu jadi jangan jika juga kalau kami kamu karena kata kau ke kepada ketika kita
    lagi lain lalu lebih maka mana masih mau melalui memang mereka merupakan mungkin namun nya oleh pada para pasti
    per pernah pula pun punya saat saja sambil sampai sana sangat sang saya se sebab sebagai sebelum sebuah secara
    sedang sehingga sejak sekali selain selama seluruh semua sendiri seorang seperti serta sesuatu setelah setiap si
    siapa sini situ suatu sudah supaya tadi tanpa tapi telah tentang tentu terhadap tersebut tetapi tiap tidak tak
    untuk yaitu yakni yang
"""
_ENGLISH = """
    about above after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing down during each few for from further had has have having he her here hers him himself
    his how if in into is it its itself just me more most my myself no nor not now of off on once only or other our
    ours out over own same she should so some such than that the their theirs them themselves then there these they
    this those through to too under until up very was we were what when where which while who whom why will with would
    you your yours
"""
STOP_WORDS = frozenset((*_INDONESIAN.split(), *_ENGLISH.split()))
"""Words that are left out of texts and of queries alike."""
