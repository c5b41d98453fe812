package cn.zhenglu.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Before the routes start: what this server held when it was last killed may be taken up at once. */
@Component
class EarlierRun implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(EarlierRun.class);

    private final Ledger ledger;

    EarlierRun(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void afterSingletonsInstantiated() {
        int released = ledger.releaseOwnClaims();
        if (released > 0) {
            LOG.info("上次运行中断时正在处理的 {} 件业务，现在接着办理", released);
        }
    }
}
