/**
 * The data structures of seals and seal signatures, GB/T 38540-2020 (version 4), as records that read and write DER.
 * Hides tags, order and the ways ASN.1 has to say a time or a text; knows nothing of keys or of OFD.
 */
package cn.zhenglu.seal.ses;
