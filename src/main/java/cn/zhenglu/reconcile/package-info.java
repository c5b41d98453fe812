/**
 * Compares the ledger with what the province has: reads its lists, keeps what differs, writes reports.
 * Hides the form of the lists and the tables; what is missing there is given again by {@code ledger.Resubmission}.
 */
package cn.zhenglu.reconcile;
