"""Chinese for Qt's own texts: the shipped catalogue, and our own words where that is missing or English."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

_WORDS = {
    "OK": "确定",
    "&OK": "确定(&O)",
    "Open": "打开",
    "Save": "保存",
    "&Save": "保存(&S)",
    "Cancel": "取消",
    "&Cancel": "取消(&C)",
    "Close": "关闭",
    "&Close": "关闭(&C)",
    "Apply": "应用",
    "Reset": "重置",
    "Help": "帮助",
    "Don't Save": "不保存",
    "Discard": "放弃",
    "&Yes": "是(&Y)",
    "Yes": "是",
    "&No": "否(&N)",
    "Yes to &All": "全部是(&A)",
    "No": "否",
    "N&o to All": "全部否(&O)",
    "Save All": "全部保存",
    "Abort": "中止",
    "Retry": "重试",
    "Ignore": "忽略",
    "Restore Defaults": "恢复默认值",
    "&Undo": "撤销(&U)",
    "&Redo": "重做(&R)",
    "Cu&t": "剪切(&T)",
    "&Copy": "复制(&C)",
    "&Paste": "粘贴(&P)",
    "Delete": "删除",
    "Select All": "全选",
    "&Copy Link Location": "复制链接地址(&C)",
    "Copy &Link Location": "复制链接地址(&L)",
    "Insert Unicode control character": "插入 Unicode 控制字符",
    "Choose": "选择",
    "&Open": "打开(&O)",
    "&Choose": "选择(&C)",
    "&Delete": "删除(&D)",
    "&Rename": "重命名(&R)",
    "New Folder": "新建文件夹",
    "Look in:": "位置：",
    "File &name:": "文件名(&N)：",
    "Files of type:": "文件类型：",
    "Directory:": "文件夹：",
    "Back": "后退",
    "Forward": "前进",
    "Parent Directory": "上一级",
    "List View": "列表",
    "Detail View": "详细信息",
    "Find Directory": "查找文件夹",
    "Open ": "打开 ",
    "Save As": "另存为",
    "Name": "名称",
    "Size": "大小",
    "Type": "类型",
    "Date Modified": "修改时间",
    "Kind": "种类",
    "My Computer": "计算机",
    "Computer": "计算机",
    "Drive": "驱动器",
    "File": "文件",
    "Folder": "文件夹",
    "All Files (*)": "所有文件 (*)",
    "< &Back": "< 上一步(&B)",
    "&Next": "下一步(&N)",
    "&Next >": "下一步(&N) >",
    "&Finish": "完成(&F)",
    "Go Back": "返回",
    "Continue": "继续",
    "Done": "完成",
    "Commit": "提交",
    "&Help": "帮助(&H)",
    "Step up": "增加",
    "&Step up": "增加(&S)",
    "Step &down": "减少(&D)",
    "&Select All": "全选(&S)",
}


class OwnWords(QTranslator):
    """Answers for the standard texts that no catalogue translates."""

    def isEmpty(self) -> bool:
        """Say that there is something to ask for."""
        return False

    def translate(  # type: ignore[override]
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the Chinese of a Qt text, or None to let the next catalogue answer."""
        return _WORDS.get(source) if context.startswith("Q") else None


def install(app: QCoreApplication) -> list[QObject]:
    """Make Qt speak Chinese whatever the system's language; returns what was installed."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    installed: list[QObject] = []
    own = OwnWords(app)
    app.installTranslator(own)
    installed.append(own)
    catalogue = QTranslator(app)
    if catalogue.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(catalogue)
        installed.append(catalogue)
    return installed
