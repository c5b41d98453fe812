package cn.zhenglu.install;

/** Why a backup cannot be made or put back, in Chinese, for the person at the command line. */
final class Unusable extends RuntimeException {

    Unusable(String message) {
        super(message);
    }
}
