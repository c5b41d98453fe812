/**
 * A stand-in for the provincial relay and the platform behind it, for demo and tests: speaks the exchange protocol over HTTP,
 * keeps the platform's rules, and misbehaves when told to. Shares no code with the client, so that both cannot agree on a mistake.
 */
package cn.zhenglu.simulator;
