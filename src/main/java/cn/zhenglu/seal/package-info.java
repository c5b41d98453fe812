/**
 * Sealing: puts a department's seal on a composed document (GB/T 38540-2020 in GB/T 33190, SM2 with SM3).
 * Hides where keys live, how a signature is built and how an OFD package carries it. Verifying shares none of this.
 */
package cn.zhenglu.seal;
