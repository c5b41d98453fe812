/**
 * What happened to every submission: stages, claims, calls, documents, the pace of the calls, and the current truth of each licence.
 * Hides the tables and the file store; every step is one transaction and safe to repeat.
 */
package cn.zhenglu.ledger;
