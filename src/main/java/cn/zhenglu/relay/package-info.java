/**
 * The client of the exchange protocol (数据交换接口规范 V2.0): five calls of the provincial relay, each a method of {@link Relay}.
 * Hides the token, the envelope, the encrypted code and the many ways in which a reply can be refused, broken or lost.
 */
package cn.zhenglu.relay;
