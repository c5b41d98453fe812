/**
 * Conversion of existing licences (存量转换): reads batches of them row by row, tries them before anything is sent, takes orders from
 * the command line and the console, and reports. Hides where files wait; what becomes of the rows is {@code ledger}'s.
 */
package cn.zhenglu.stock;
