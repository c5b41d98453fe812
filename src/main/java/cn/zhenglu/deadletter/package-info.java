/**
 * What needs a person: failures with their reason and source, tried again or put away, never deleted.
 * Hides how a failure on a route becomes a row that a person sees.
 */
package cn.zhenglu.deadletter;
