/**
 * A stand-in for the provincial relay and the platform behind it, for demo and tests: speaks the exchange protocol over
 * HTTP and misbehaves when told to. Hides the platform's rules; shares no code with the client, so that they cannot agree on a mistake.
 */
package cn.zhenglu.simulator;
