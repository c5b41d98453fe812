package cn.zhenglu.alert;

import cn.zhenglu.ledger.Backlog;
import cn.zhenglu.ledger.Backlog.Calls;
import cn.zhenglu.ledger.Backlog.Lag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Work that does not get done, and a relay that answers nothing. */
@Component
class FlowConditions implements AlertSource {

    private static final int ENOUGH_CALLS = 3;
    /** A call this young may still be answered. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    private final Backlog backlog;
    private final AlertSettings settings;
    private final Clock clock;

    FlowConditions(Backlog backlog, AlertSettings settings, Clock clock) {
        this.backlog = backlog;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<Condition> conditions() {
        Instant now = clock.instant();
        List<Condition> found = new ArrayList<>();
        Calls calls = backlog.calls(now.minus(settings.relaySilence()), now.minus(UNDER_WAY));
        if (calls.made() >= ENOUGH_CALLS && calls.answered() == 0) {
            found.add(new Condition("relay.down", "中转服务无应答",
                    "近 " + Periods.of(settings.relaySilence()) + "内的 " + calls.made() + " 次调用均未得到应答。业务不会丢失，恢复后自动继续；"
                            + "请检查网络，并与省级中转服务的管理单位联系。", "/console"));
        }
        backlog.unfinishedSince(now.minus(settings.backlogAge())).stream().map(this::lagging).forEach(found::add);
        return found;
    }

    private Condition lagging(Lag lag) {
        return new Condition("backlog:" + lag.source(), "业务积压：" + lag.source(),
                "来源 " + lag.source() + " 有 " + lag.count() + " 件业务接收超过 " + Periods.of(settings.backlogAge())
                        + "仍未办结。请在控制台查看其等待的原因。", "/console/submissions?standing=WAITING");
    }
}
