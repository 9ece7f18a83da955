// The indonesian stemmer of Snowball 3.1.1, https://snowballstem.org/; made by scripts/write_stemmers.py.
// Copyright (c) 2001, Dr Martin Porter
// Copyright (c) 2004,2005, Richard Boulton
// Copyright (c) 2013, Yoshiki Shibukawa
// Copyright (c) 2006-2025, Olly Betts
// All rights reserved.
//
// Redistribution and use in source and binary forms, with or without
// modification, are permitted provided that the following conditions
// are met:
//
//   1. Redistributions of source code must retain the above copyright notice,
//      this list of conditions and the following disclaimer.
//   2. Redistributions in binary form must reproduce the above copyright notice,
//      this list of conditions and the following disclaimer in the documentation
//      and/or other materials provided with the distribution.
//   3. Neither the name of the Snowball project nor the names of its contributors
//      may be used to endorse or promote products derived from this software
//      without specific prior written permission.
//
// THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
// ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
// WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
// DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE FOR
// ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
// (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
// LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON
// ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
// (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
// SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"use strict";

(() => {
class B {
 constructor() {
  this.current = '';
  this.c = 0;
  this.limit = 0;
  this.limit_backward = 0;
  this.bra = 0;
  this.ket = 0;
  this.af = 0;
 }
 setCurrent(value) {
  this.current = value;
  this.c = 0;
  this.limit = this.current.length;
  this.limit_backward = 0;
  this.bra = this.c;
  this.ket = this.limit;
 }
 getCurrent() {
  return this.current;
 }
 copy_from(other) {
  this.current          = other.current;
  this.c                = other.c;
  this.limit            = other.limit;
  this.limit_backward   = other.limit_backward;
  this.bra              = other.bra;
  this.ket              = other.ket;
 }
 in_grouping(s, min, max) {
  if (this.c >= this.limit) return false;
  let ch = this.current.charCodeAt(this.c);
  if (ch > max || ch < min) return false;
  ch -= min;
  if ((s[ch >>> 3] & (0x1 << (ch & 0x7))) === 0) return false;
  this.c++;
  return true;
 }
 go_in_grouping(s, min, max) {
  while (this.c < this.limit) {
   let ch = this.current.charCodeAt(this.c);
   if (ch > max || ch < min)
    return true;
   ch -= min;
   if ((s[ch >>> 3] & (0x1 << (ch & 0x7))) === 0)
    return true;
   this.c++;
  }
  return false;
 }
 in_grouping_b(s, min, max) {
  if (this.c <= this.limit_backward) return false;
  let ch = this.current.charCodeAt(this.c - 1);
  if (ch > max || ch < min) return false;
  ch -= min;
  if ((s[ch >>> 3] & (0x1 << (ch & 0x7))) === 0) return false;
  this.c--;
  return true;
 }
 go_in_grouping_b(s, min, max) {
  while (this.c > this.limit_backward) {
   let ch = this.current.charCodeAt(this.c - 1);
   if (ch > max || ch < min) return true;
   ch -= min;
   if ((s[ch >>> 3] & (0x1 << (ch & 0x7))) === 0) return true;
   this.c--;
  }
  return false;
 }
 out_grouping(s, min, max) {
  if (this.c >= this.limit) return false;
  let ch = this.current.charCodeAt(this.c);
  if (ch > max || ch < min) {
   this.c++;
   return true;
  }
  ch -= min;
  if ((s[ch >>> 3] & (0X1 << (ch & 0x7))) === 0) {
   this.c++;
   return true;
  }
  return false;
 }
 go_out_grouping(s, min, max) {
  while (this.c < this.limit) {
   let ch = this.current.charCodeAt(this.c);
   if (ch <= max && ch >= min) {
    ch -= min;
    if ((s[ch >>> 3] & (0X1 << (ch & 0x7))) !== 0) {
     return true;
    }
   }
   this.c++;
  }
  return false;
 }
 out_grouping_b(s, min, max) {
  if (this.c <= this.limit_backward) return false;
  let ch = this.current.charCodeAt(this.c - 1);
  if (ch > max || ch < min) {
   this.c--;
   return true;
  }
  ch -= min;
  if ((s[ch >>> 3] & (0x1 << (ch & 0x7))) === 0) {
   this.c--;
   return true;
  }
  return false;
 }
 go_out_grouping_b(s, min, max) {
  while (this.c > this.limit_backward) {
   let ch = this.current.charCodeAt(this.c - 1);
   if (ch <= max && ch >= min) {
    ch -= min;
    if ((s[ch >>> 3] & (0x1 << (ch & 0x7))) !== 0) {
     return true;
    }
   }
   this.c--;
  }
  return false;
 }
 eq_s(s) {
  if (this.limit - this.c < s.length) return false;
  if (!this.current.startsWith(s, this.c)) return false;
  this.c += s.length;
  return true;
 }
 eq_s_b(s) {
  if (this.c - this.limit_backward < s.length) return false;
  if (!this.current.endsWith(s, this.c)) return false;
  this.c -= s.length;
  return true;
 }
 find_among(v, call_among_func) {
  let i = 0;
  let j = v.length;
  const c = this.c;
  const l = this.limit;
  let common_i = 0;
  let common_j = 0;
  let first_key_inspected = false;
  while (true) {
   const k = i + ((j - i) >>> 1);
   let diff = 0;
   let common = common_i < common_j ? common_i : common_j; // smaller
   const w = v[k];
   let i2;
   for (i2 = common; i2 < w[0].length; i2++) {
    if (c + common === l) {
     diff = -1;
     break;
    }
    diff = this.current.charCodeAt(c + common) - w[0].charCodeAt(i2);
    if (diff !== 0) break;
    common++;
   }
   if (diff < 0) {
    j = k;
    common_j = common;
   } else {
    i = k;
    common_i = common;
   }
   if (j - i <= 1) {
    if (i > 0) break; // v->s has been inspected
    if (j === i) break; // only one item in v
    if (first_key_inspected) break;
    first_key_inspected = true;
   }
  }
  while (true) {
   const w = v[i];
   if (common_i >= w[0].length) {
    this.c = c + w[0].length;
    if (w.length < 4) return w[1];
    this.af = w[3];
    if (call_among_func.call(this)) {
     this.c = c + w[0].length;
     return w[1];
    }
   }
   if (!w[2]) return 0;
   i -= w[2];
  }
 }
 find_among_b(v, call_among_func) {
  let i = 0;
  let j = v.length
  const c = this.c;
  const lb = this.limit_backward;
  let common_i = 0;
  let common_j = 0;
  let first_key_inspected = false;
  while (true) {
   const k = i + ((j - i) >> 1);
   let diff = 0;
   let common = common_i < common_j ? common_i : common_j;
   const w = v[k];
   let i2;
   for (i2 = w[0].length - 1 - common; i2 >= 0; i2--) {
    if (c - common === lb) {
     diff = -1;
     break;
    }
    diff = this.current.charCodeAt(c - 1 - common) - w[0].charCodeAt(i2);
    if (diff !== 0) break;
    common++;
   }
   if (diff < 0) {
    j = k;
    common_j = common;
   } else {
    i = k;
    common_i = common;
   }
   if (j - i <= 1) {
    if (i > 0) break;
    if (j === i) break;
    if (first_key_inspected) break;
    first_key_inspected = true;
   }
  }
  while (true) {
   const w = v[i];
   if (common_i >= w[0].length) {
    this.c = c - w[0].length;
    if (w.length < 4) return w[1];
    this.af = w[3];
    if (call_among_func.call(this)) {
     this.c = c - w[0].length;
     return w[1];
    }
   }
   if (!w[2]) return 0;
   i -= w[2];
  }
 }
 #replace_s(c_bra, c_ket, s) {
  const adjustment = s.length - (c_ket - c_bra);
  this.current = this.current.slice(0, c_bra) + s + this.current.slice(c_ket);
  this.limit += adjustment;
  if (this.c >= c_ket) this.c += adjustment;
  else if (this.c > c_bra) this.c = c_bra;
  return adjustment;
 }
 #slice_check() {
  console.assert(this.bra >= 0);
  console.assert(this.bra <= this.ket);
  console.assert(this.ket <= this.limit);
  console.assert(this.limit <= this.current.length);
 }
 slice_from(s) {
  this.#slice_check();
  this.#replace_s(this.bra, this.ket, s);
  this.ket = this.bra + s.length;
 }
 slice_del() {
  this.slice_from("");
 }
 insert(c_bra, c_ket, s) {
  const adjustment = this.#replace_s(c_bra, c_ket, s);
  if (c_bra <= this.bra) this.bra += adjustment;
  if (c_bra <= this.ket) this.ket += adjustment;
 }
 slice_to() {
  this.#slice_check();
  return this.current.slice(this.bra, this.ket);
 }
}
const a_0 = [
 ["kah", 1],
 ["lah", 1],
 ["pun", 1]
];
const a_1 = [
 ["nya", 1],
 ["ku", 1],
 ["mu", 1]
];
const a_2 = [
 ["i", 2],
 ["an", 1]
];
const a_3 = [
 ["di", 1],
 ["ke", 3],
 ["me", 1],
 ["mem", 5, 1],
 ["men", 2, 2],
 ["meng", 1, 1],
 ["pem", 6],
 ["pen", 4],
 ["peng", 3, 1],
 ["ter", 1]
];
const a_4 = [
 ["be", 2],
 ["pe", 1]
];
const g_vowel = [17, 65, 16];
class Stemmer extends B {
 #I_prefix= 0;
 #I_measure= 0;
 #r_remove_particle() {
  this.ket = this.c;
  if (this.find_among_b(a_0) === 0) return false;
  this.bra = this.c;
  this.slice_del();
  --this.#I_measure;
  return true;
 }
 #r_remove_possessive_pronoun() {
  this.ket = this.c;
  if (this.find_among_b(a_1) === 0) return false;
  this.bra = this.c;
  this.slice_del();
  --this.#I_measure;
  return true;
 }
 #r_remove_suffix() {
  let a;
  this.ket = this.c;
  a = this.find_among_b(a_2);
  if (a === 0) return false;
  this.bra = this.c;
  switch (a) {
   case 1: {
    lab0: {
     const v_1 = this.limit - this.c;
     lab1: {
      if (this.#I_prefix === 3) break lab1;
      if (this.#I_prefix === 2) break lab1;
      if (!(this.eq_s_b("k"))) break lab1;
      this.bra = this.c;
      break lab0;
     }
     this.c = this.limit - v_1;
     if (this.#I_prefix === 1) return false;
    }
    break;
   }
   case 2: {
    if (this.#I_prefix > 2) return false;
    lab2: {
     if (!(this.eq_s_b("s"))) break lab2;
     return false;
    }
    break;
   }
  }
  this.slice_del();
  --this.#I_measure;
  return true;
 }
 #r_remove_first_order_prefix() {
  let a;
  this.bra = this.c;
  a = this.find_among(a_3);
  if (a === 0) return false;
  this.ket = this.c;
  switch (a) {
   case 1: {
    this.slice_del();
    this.#I_prefix = 1;
    --this.#I_measure;
    break;
   }
   case 2: {
    lab0: {
     const v_1 = this.c;
     lab1: {
      if (!(this.eq_s("y"))) break lab1;
      const v_2 = this.c;
      if (!(this.in_grouping(g_vowel, 97, 117))) break lab1;
      this.c = v_2;
      this.ket = this.c;
      this.slice_from("s");
      this.#I_prefix = 1;
      --this.#I_measure;
      break lab0;
     }
     this.c = v_1;
     this.slice_del();
     this.#I_prefix = 1;
     --this.#I_measure;
    }
    break;
   }
   case 3: {
    this.slice_del();
    this.#I_prefix = 3;
    --this.#I_measure;
    break;
   }
   case 4: {
    lab2: {
     const v_3 = this.c;
     lab3: {
      if (!(this.eq_s("y"))) break lab3;
      const v_4 = this.c;
      if (!(this.in_grouping(g_vowel, 97, 117))) break lab3;
      this.c = v_4;
      this.ket = this.c;
      this.slice_from("s");
      this.#I_prefix = 3;
      --this.#I_measure;
      break lab2;
     }
     this.c = v_3;
     this.slice_del();
     this.#I_prefix = 3;
     --this.#I_measure;
    }
    break;
   }
   case 5: {
    this.#I_prefix = 1;
    --this.#I_measure;
    lab4: {
     const v_5 = this.c;
     lab5: {
      const v_6 = this.c;
      if (!(this.in_grouping(g_vowel, 97, 117))) break lab5;
      this.c = v_6;
      this.slice_from("p");
      break lab4;
     }
     this.c = v_5;
     this.slice_del();
    }
    break;
   }
   case 6: {
    this.#I_prefix = 3;
    --this.#I_measure;
    lab6: {
     const v_7 = this.c;
     lab7: {
      const v_8 = this.c;
      if (!(this.in_grouping(g_vowel, 97, 117))) break lab7;
      this.c = v_8;
      this.slice_from("p");
      break lab6;
     }
     this.c = v_7;
     this.slice_del();
    }
    break;
   }
  }
  return true;
 }
 #r_remove_second_order_prefix() {
  let a;
  this.bra = this.c;
  a = this.find_among(a_4);
  if (a === 0) return false;
  switch (a) {
   case 1: {
    lab0: {
     const v_1 = this.c;
     lab1: {
      if (!(this.eq_s("r"))) break lab1;
      this.ket = this.c;
      this.#I_prefix = 2;
      break lab0;
     }
     this.c = v_1;
     lab2: {
      if (!(this.eq_s("l"))) break lab2;
      this.ket = this.c;
      if (!(this.eq_s("ajar"))) break lab2;
      break lab0;
     }
     this.c = v_1;
     this.ket = this.c;
     this.#I_prefix = 2;
    }
    break;
   }
   case 2: {
    lab3: {
     const v_2 = this.c;
     lab4: {
      if (!(this.eq_s("r"))) break lab4;
      this.ket = this.c;
      break lab3;
     }
     this.c = v_2;
     lab5: {
      if (!(this.eq_s("l"))) break lab5;
      this.ket = this.c;
      if (!(this.eq_s("ajar"))) break lab5;
      break lab3;
     }
     this.c = v_2;
     this.ket = this.c;
     if (!(this.out_grouping(g_vowel, 97, 117))) return false;
     if (!(this.eq_s("er"))) return false;
    }
    this.#I_prefix = 4;
    break;
   }
  }
  --this.#I_measure;
  this.slice_del();
  return true;
 }
 #stem() {
  this.#I_measure = 0;
  const v_1 = this.c;
  lab0: {
   while (true) {
    const v_2 = this.c;
    lab1: {
     if (!this.go_out_grouping(g_vowel, 97, 117)) break lab1;
     this.c++;
     ++this.#I_measure;
     continue;
    }
    this.c = v_2;
    break;
   }
  }
  this.c = v_1;
  if (this.#I_measure <= 2) return false;
  this.#I_prefix = 0;
  this.limit_backward = this.c; this.c = this.limit;
  const v_3 = this.limit - this.c;
  this.#r_remove_particle();
  this.c = this.limit - v_3;
  if (this.#I_measure <= 2) return false;
  const v_4 = this.limit - this.c;
  this.#r_remove_possessive_pronoun();
  this.c = this.limit - v_4;
  this.c = this.limit_backward;
  if (this.#I_measure <= 2) return false;
  lab2: {
   const v_5 = this.c;
   lab3: {
    const v_6 = this.c;
    if (!this.#r_remove_first_order_prefix()) break lab3;
    const v_7 = this.c;
    lab4: {
     const v_8 = this.c;
     if (this.#I_measure <= 2) break lab4;
     this.limit_backward = this.c; this.c = this.limit;
     if (!this.#r_remove_suffix()) break lab4;
     this.c = this.limit_backward;
     this.c = v_8;
     if (this.#I_measure <= 2) break lab4;
     if (!this.#r_remove_second_order_prefix()) break lab4;
    }
    this.c = v_7;
    this.c = v_6;
    break lab2;
   }
   this.c = v_5;
   const v_9 = this.c;
   this.#r_remove_second_order_prefix();
   this.c = v_9;
   const v_10 = this.c;
   lab5: {
    if (this.#I_measure <= 2) break lab5;
    this.limit_backward = this.c; this.c = this.limit;
    if (!this.#r_remove_suffix()) break lab5;
    this.c = this.limit_backward;
   }
   this.c = v_10;
  }
  return true;
 }
 stem(input) {
  this.setCurrent(input);
  this.#stem();
  return this.getCurrent();
 }
 stemWord = this.stem;
}

const stemmer = new Stemmer();
globalThis.kiprahStem = (word) => stemmer.stem(word);
})();
