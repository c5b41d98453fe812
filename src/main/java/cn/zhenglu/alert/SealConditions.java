package cn.zhenglu.alert;

import cn.zhenglu.seal.Seal;
import cn.zhenglu.seal.SealStanding;
import cn.zhenglu.seal.SealWatch;
import cn.zhenglu.web.ChinaTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Seals that end soon, have ended, or cannot be used. */
@Component
class SealConditions implements AlertSource {

    private final SealWatch watch;
    private final AlertSettings settings;
    private final Clock clock;

    SealConditions(SealWatch watch, AlertSettings settings, Clock clock) {
        this.watch = watch;
        this.settings = settings;
        this.clock = clock;
    }

    /** One for each seal, however many departments share it. */
    @Override
    public List<Condition> conditions() {
        Map<String, Condition> found = new LinkedHashMap<>();
        for (SealWatch.DepartmentSeal one : watch.departments()) {
            SealStanding standing = one.seal();
            Seal seal = standing.seal();
            if (seal != null && seal.validUntil().isBefore(clock.instant().plus(settings.sealExpiry()))) {
                found.putIfAbsent(standing.name(), ending(seal));
            } else if (!standing.usable()) {
                found.putIfAbsent(standing.name(), new Condition("seal.trouble:" + standing.name(), "印章无法使用：" + standing.name(),
                        one.name() + "的证照等待签章，恢复后自动继续。" + standing.trouble(), "/console"));
            }
        }
        return List.copyOf(found.values());
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
