package cn.zhenglu.alert;

import java.net.URI;

/** A group robot of 企业微信. */
final class WecomChannel implements Channel {

    private final URI address;
    private final Robot robot;

    WecomChannel(URI address, Robot robot) {
        this.address = address;
        this.robot = robot;
    }

    @Override
    public String name() {
        return "wecom";
    }

    @Override
    public void send(Notice notice) {
        robot.post(address, notice.text());
    }
}
