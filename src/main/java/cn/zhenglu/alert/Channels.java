package cn.zhenglu.alert;

import java.util.List;
import java.util.Optional;

/** The ways to reach people that are configured. */
record Channels(List<Channel> all) {

    Channels {
        all = List.copyOf(all);
    }

    boolean none() {
        return all.isEmpty();
    }

    List<String> names() {
        return all.stream().map(Channel::name).toList();
    }

    /** Empty when it was configured once and is no longer. */
    Optional<Channel> named(String name) {
        return all.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }
}
