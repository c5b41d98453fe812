package cn.zhenglu.alert;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told, and of what. Without a channel nobody is, and nothing is looked at.
 *
 * @param interval       between two looks
 * @param recoveredAfter how long something must not have been found before it is over
 * @param deadLetterAge  age from which an open dead letter is told of
 * @param growthCount    so many dead letters of one kind and department
 * @param growthWindow   within this time are told of
 * @param backlogAge     age from which a submission that is not finished is told of
 * @param sealExpiry     how long before its end a seal is told of
 * @param relaySilence   how long the relay must have left every call without an answer
 * @param lasting        how long a health check must have failed
 * @param route          endpoint of a route that tells people in another way, e.g. {@code direct:alert-sms}; empty: none
 */
@ConfigurationProperties("zhenglu.alerts")
record AlertSettings(
        @DefaultValue("1m") Duration interval,
        @DefaultValue("5m") Duration recoveredAfter,
        @DefaultValue("1d") Duration deadLetterAge,
        @DefaultValue("20") int growthCount,
        @DefaultValue("10m") Duration growthWindow,
        @DefaultValue("1d") Duration backlogAge,
        @DefaultValue("30d") Duration sealExpiry,
        @DefaultValue("15m") Duration relaySilence,
        @DefaultValue("2m") Duration lasting,
        @DefaultValue("") String route,
        @DefaultValue Wecom wecom,
        @DefaultValue Dingtalk dingtalk,
        @DefaultValue Mail mail) {

    /** @param url webhook of a 企业微信 group robot; its key is a secret */
    record Wecom(@DefaultValue("") String url) {

        @Override
        public String toString() {
            return "Wecom[]";
        }
    }

    /**
     * @param url    webhook of a 钉钉 group robot; its token is a secret
     * @param secret of 加签, {@code SEC…}; empty when the robot does not ask for a signature
     */
    record Dingtalk(@DefaultValue("") String url, @DefaultValue("") String secret) {

        @Override
        public String toString() {
            return "Dingtalk[]";
        }
    }

    /** Sent by the server under {@code spring.mail}. */
    record Mail(@DefaultValue("") String from, @DefaultValue List<String> to) {
    }
}
