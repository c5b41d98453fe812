package cn.zhenglu.alert;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Finds out what is new and what is over; bean {@code alertWatch} of the route. */
@Component
public class AlertWatch {

    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

    private final List<AlertSource> sources;
    private final Alerts alerts;
    private final Channels channels;

    AlertWatch(List<AlertSource> sources, Alerts alerts, Channels channels) {
        this.sources = List.copyOf(sources);
        this.alerts = alerts;
        this.channels = channels;
    }

    /** One look at everything. A source that fails keeps none of the others from being heard, and nothing is then called over. */
    public void look() {
        if (channels.none()) {
            return;
        }
        List<Condition> found = new ArrayList<>();
        boolean complete = true;
        for (AlertSource source : sources) {
            try {
                found.addAll(source.conditions());
            } catch (RuntimeException failure) {
                complete = false;
                String name = source.getClass().getSimpleName();
                LOG.error("告警检查 {} 未能进行", name, failure);
                found.add(new Condition("alerts.source:" + name, "告警检查未能进行",
                        "检查项 " + name + " 出错，其间有关情况不会告知。请查看服务日志。", "/console/alerts"));
            }
        }
        for (Condition condition : found) {
            if (alerts.raise(condition)) {
                LOG.warn("告警：{}。{}", condition.title(), condition.detail());
            }
        }
        if (complete) {
            alerts.closeUnseen().forEach(title -> LOG.info("告警已恢复：{}", title));
        }
    }
}
