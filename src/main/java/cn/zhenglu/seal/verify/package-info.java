/**
 * Verifies sealed OFD packages of any maker and says, check by check, what holds and what does not.
 * Hides zip, XML, ASN.1 and certificate handling; shares no code with sealing or composing, so that neither can fool it.
 */
package cn.zhenglu.seal.verify;
