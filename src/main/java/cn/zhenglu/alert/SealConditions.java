package cn.zhenglu.alert;

import cn.zhenglu.licence.TryLater;
import cn.zhenglu.seal.Seal;
import cn.zhenglu.seal.SealProvider;
import cn.zhenglu.web.ChinaTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Seals that end soon, or have ended. */
@Component
class SealConditions implements AlertSource {

    private final SealProvider seals;
    private final AlertSettings settings;
    private final Clock clock;

    SealConditions(SealProvider seals, AlertSettings settings, Clock clock) {
        this.seals = seals;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<Condition> conditions() {
        List<Condition> found = new ArrayList<>();
        for (String name : seals.names()) {
            try {
                seals.seal(name).filter(seal -> seal.validUntil().isBefore(clock.instant().plus(settings.sealExpiry())))
                        .map(this::ending).ifPresent(found::add);
            } catch (TryLater unreachable) {
                found.add(new Condition("seal.unreachable:" + name, "印章无法使用：" + name, unreachable.getMessage(), "/console"));
            }
        }
        return found;
    }

    private Condition ending(Seal seal) {
        Instant now = clock.instant();
        String until = LocalDate.ofInstant(seal.validUntil(), ChinaTime.ZONE).toString();
        boolean ended = seal.validUntil().isBefore(now);
        String detail = "印章「" + seal.title() + "」（" + seal.name() + "）有效期至 " + until
                + (ended ? "，已不能签章，该部门的证照不能制发。" : "，还有 " + Duration.between(now, seal.validUntil()).toDays() + " 天。")
                + "请向制章机构申请换发，并更新 zhenglu.seals 中的配置。";
        return new Condition("seal.expiring:" + seal.name() + ':' + until,
                (ended ? "印章已过期：" : "印章即将到期：") + seal.name(), detail, "/console");
    }
}
