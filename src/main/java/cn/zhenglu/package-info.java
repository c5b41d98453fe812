/**
 * Starts the server or one of its commands, and wires what no room owns: the broker, the databases, the configured licence
 * type, issuer and departments.
 */
package cn.zhenglu;
