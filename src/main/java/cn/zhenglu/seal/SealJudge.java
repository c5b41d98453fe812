package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.time.Clock;
import java.time.Instant;

/** Says whether a seal may be used at this moment. */
final class SealJudge {

    private final SealProvider provider;
    private final RevokedSeals revoked;
    private final Clock clock;
    private final boolean demo;

    /**
     * @param provider has the seals
     * @param revoked  knows which certificates have been revoked
     * @param demo     whether seals made by the demo may be used
     */
    SealJudge(SealProvider provider, RevokedSeals revoked, Clock clock, boolean demo) {
        this.provider = provider;
        this.revoked = revoked;
        this.clock = clock;
        this.demo = demo;
    }

    /**
     * A seal that may be used now.
     *
     * @throws BrokenSeal when it is missing, broken, expired, not yet valid, revoked, or a demo seal outside the demo
     * @throws TryLater   when a service or a device does not answer
     */
    Seal usable(String name) {
        Seal seal = provider.seal(name).orElseThrow(() ->
                new BrokenSeal(null, "未在 zhenglu.seals 中配置，请配置后重新启动", null));
        if (seal.isDemo() && !demo) {
            throw new BrokenSeal("kind", "为演示或演练印章，不得用于正式运行，请换用制章机构制发的印章", null);
        }
        Instant now = clock.instant();
        SealDates dates = SealDates.of(seal, now);
        if (dates != SealDates.VALID) {
            throw new BrokenSeal(dates == SealDates.EXPIRED ? "kind" : null, dates.reason(seal), null);
        }
        revoked.reason(seal, now).ifPresent(reason -> {
            throw new BrokenSeal(null, reason, null);
        });
        return seal;
    }
}
