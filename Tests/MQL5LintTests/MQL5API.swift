/// The names of MQL5's language and library that the EA may use. Each was looked up in the MQL5 Reference;
/// a name that is not here is a spelling error or a C++ name until it is added.
enum MQL5API {
    static let types: Set<String> = [
        "void", "bool", "char", "uchar", "short", "ushort", "int", "uint", "long", "ulong", "float", "double",
        "string",
        "datetime", "color", "MqlTick", "MqlRates", "MqlDateTime", "MqlTradeRequest", "MqlTradeResult",
        "MqlTradeTransaction",
        "ENUM_ACCOUNT_MARGIN_MODE", "ENUM_ACCOUNT_TRADE_MODE", "ENUM_DAY_OF_WEEK", "ENUM_DEAL_ENTRY",
        "ENUM_DEAL_REASON", "ENUM_DEAL_TYPE", "ENUM_ORDER_STATE", "ENUM_ORDER_TYPE",
        "ENUM_ORDER_TYPE_FILLING",
        "ENUM_POSITION_TYPE", "ENUM_SYMBOL_TRADE_EXECUTION", "ENUM_SYMBOL_TRADE_MODE",
    ]

    /// Structures of the library: by reference only, like the EA's own.
    static let structures: Set<String> = [
        "MqlTick", "MqlRates", "MqlDateTime", "MqlTradeRequest", "MqlTradeResult", "MqlTradeTransaction",
    ]

    static let words: Set<String> = [
        "const", "struct", "enum", "input", "if", "else", "for", "while", "do", "switch", "case", "default",
        "break",
        "continue", "return", "true", "false",
    ]

    /// Functions, with the positions (from 0) of the arguments that the function changes or takes as arrays.
    static let functions: [String: Set<Int>] = [
        "AccountInfoDouble": [], "AccountInfoInteger": [], "AccountInfoString": [], "Alert": [],
        "ArrayCopy": [0, 1],
        "ArrayFree": [0], "ArrayResize": [0], "ArraySize": [0], "ChartID": [], "ChartRedraw": [],
        "CharArrayToString": [0], "Comment": [], "CopyRates": [4], "CopyTicks": [1],
        "CryptEncode": [1, 2, 3],
        "DoubleToString": [],
        "EventKillTimer": [], "EventSetMillisecondTimer": [], "FileClose": [], "FileDelete": [],
        "FileFlush": [],
        "FileIsExist": [], "FileMove": [], "FileOpen": [], "FileReadArray": [1], "FileSeek": [],
        "FileSize": [],
        "FileWriteArray": [1], "FileWriteString": [], "GetLastError": [], "GetMicrosecondCount": [],
        "GetTickCount": [], "GetTickCount64": [], "GlobalVariableCheck": [], "GlobalVariableDel": [],
        "GlobalVariableGet": [1], "GlobalVariableSet": [], "GlobalVariableSetOnCondition": [],
        "GlobalVariableTemp": [], "HistoryDealGetDouble": [], "HistoryDealGetInteger": [],
        "HistoryDealGetString": [],
        "HistoryDealGetTicket": [], "HistoryDealSelect": [], "HistoryDealsTotal": [],
        "HistoryOrderGetInteger": [],
        "HistoryOrderGetString": [], "HistoryOrderGetTicket": [], "HistoryOrdersTotal": [],
        "HistorySelect": [],
        "HistorySelectByPosition": [], "IntegerToString": [], "IsStopped": [], "MQLInfoInteger": [],
        "MarketBookAdd": [], "MarketBookRelease": [], "MathCeil": [], "MathFloor": [],
        "MathIsValidNumber": [],
        "MathMax": [], "MathMin": [], "MathPow": [], "MathRand": [], "MathRound": [], "MathSrand": [],
        "NormalizeDouble": [], "ObjectCreate": [], "ObjectDelete": [], "ObjectFind": [],
        "ObjectGetInteger": [],
        "ObjectSetInteger": [], "ObjectSetString": [], "OrderCalcProfit": [5], "OrderSend": [0, 1],
        "OrderSendAsync": [0, 1], "OrderGetInteger": [], "OrderGetTicket": [], "OrdersTotal": [],
        "SeriesInfoInteger": [],
        "PositionGetDouble": [], "PositionGetInteger": [],
        "PositionGetString": [], "PositionGetTicket": [], "PositionSelectByTicket": [], "PositionsTotal": [],
        "Print": [], "ResetLastError": [], "Sleep": [], "SocketClose": [], "SocketConnect": [],
        "SocketCreate": [],
        "SocketIsConnected": [], "SocketIsReadable": [], "SocketIsWritable": [], "SocketRead": [1],
        "SocketSend": [1],
        "SocketTimeouts": [], "StringFind": [], "StringFormat": [], "StringGetCharacter": [], "StringLen": [],
        "StringSubstr": [], "StringToCharArray": [1], "StringTrimLeft": [0], "StringTrimRight": [0],
        "Symbol": [],
        "SymbolInfoDouble": [], "SymbolInfoInteger": [], "SymbolInfoSessionTrade": [3, 4],
        "SymbolInfoString": [],
        "SymbolInfoTick": [1], "SymbolName": [], "SymbolSelect": [], "SymbolsTotal": [],
        "TerminalInfoInteger": [],
        "TerminalInfoString": [], "TimeCurrent": [], "TimeLocal": [], "TimeToString": [], "TimeToStruct": [1],
        "TimeTradeServer": [], "ZeroMemory": [0],
    ]

    /// Event handlers, which the terminal calls.
    static let handlers: Set<String> = [
        "OnInit", "OnDeinit", "OnTick", "OnTimer", "OnTrade", "OnTradeTransaction", "OnBookEvent",
        "OnChartEvent",
        "OnStart",
    ]

    static let constants: Set<String> = [
        "ACCOUNT_BALANCE", "ACCOUNT_COMPANY", "ACCOUNT_CURRENCY", "ACCOUNT_EQUITY", "ACCOUNT_LOGIN",
        "ACCOUNT_MARGIN",
        "ACCOUNT_MARGIN_FREE", "ACCOUNT_MARGIN_MODE", "ACCOUNT_MARGIN_MODE_EXCHANGE",
        "ACCOUNT_MARGIN_MODE_RETAIL_HEDGING", "ACCOUNT_SERVER", "ACCOUNT_TRADE_ALLOWED",
        "ACCOUNT_TRADE_EXPERT",
        "ACCOUNT_TRADE_MODE", "ACCOUNT_TRADE_MODE_CONTEST", "ACCOUNT_TRADE_MODE_DEMO",
        "CHARTEVENT_OBJECT_CLICK",
        "COPY_TICKS_INFO", "CORNER_RIGHT_UPPER", "CP_UTF8", "CRYPT_AES256", "CRYPT_HASH_SHA256",
        "DEAL_COMMISSION",
        "DEAL_ENTRY",
        "DEAL_ENTRY_INOUT", "DEAL_ENTRY_OUT", "DEAL_ENTRY_OUT_BY", "DEAL_FEE", "DEAL_MAGIC", "DEAL_ORDER",
        "DEAL_POSITION_ID", "DEAL_PRICE", "DEAL_PROFIT", "DEAL_REASON", "DEAL_REASON_CLIENT",
        "DEAL_REASON_EXPERT",
        "DEAL_REASON_MOBILE", "DEAL_REASON_SL", "DEAL_REASON_SO", "DEAL_REASON_TP", "DEAL_REASON_WEB",
        "DEAL_SWAP",
        "DEAL_SYMBOL", "DEAL_TIME_MSC", "DEAL_TYPE", "DEAL_TYPE_BUY", "DEAL_TYPE_SELL", "DEAL_VOLUME",
        "FILE_BIN",
        "FILE_ANSI", "FILE_READ", "FILE_REWRITE", "FILE_SHARE_READ", "FILE_SHARE_WRITE", "FILE_TXT",
        "FILE_WRITE", "INIT_FAILED",
        "INIT_PARAMETERS_INCORRECT", "INIT_SUCCEEDED", "INVALID_HANDLE", "MQL_TRADE_ALLOWED",
        "OBJPROP_BGCOLOR",
        "OBJPROP_COLOR", "OBJPROP_CORNER", "OBJPROP_STATE", "OBJPROP_TEXT", "OBJPROP_XDISTANCE",
        "OBJPROP_XSIZE",
        "OBJPROP_YDISTANCE", "OBJPROP_YSIZE", "OBJ_BUTTON", "ORDER_COMMENT", "ORDER_MAGIC",
        "ORDER_FILLING_FOK",
        "ORDER_FILLING_IOC",
        "ORDER_FILLING_RETURN", "ORDER_STATE", "ORDER_STATE_FILLED", "ORDER_STATE_PARTIAL", "ORDER_TYPE_BUY",
        "ORDER_TYPE_BUY_LIMIT",
        "ORDER_TYPE_SELL", "PERIOD_M1", "POSITION_COMMENT", "POSITION_IDENTIFIER", "POSITION_MAGIC",
        "POSITION_PRICE_OPEN",
        "POSITION_PROFIT", "POSITION_SL", "POSITION_SWAP", "POSITION_SYMBOL", "POSITION_TIME_MSC",
        "POSITION_TIME_UPDATE_MSC", "POSITION_TP", "POSITION_TYPE", "POSITION_TYPE_SELL", "POSITION_VOLUME",
        "REASON_CHARTCHANGE", "REASON_PARAMETERS", "SEEK_END", "SEEK_SET", "SERIES_SYNCHRONIZED",
        "SYMBOL_ASK", "SYMBOL_BID",
        "SYMBOL_CURRENCY_PROFIT", "SYMBOL_DIGITS", "SYMBOL_FILLING_FOK", "SYMBOL_FILLING_IOC",
        "SYMBOL_FILLING_MODE",
        "SYMBOL_TRADE_EXECUTION_EXCHANGE", "SYMBOL_TRADE_EXECUTION_REQUEST",
        "SYMBOL_TRADE_EXEMODE", "SYMBOL_TRADE_FREEZE_LEVEL",
        "SYMBOL_TRADE_MODE",
        "SYMBOL_TRADE_MODE_CLOSEONLY", "SYMBOL_TRADE_MODE_FULL", "SYMBOL_TRADE_MODE_LONGONLY",
        "SYMBOL_TRADE_MODE_SHORTONLY", "SYMBOL_TRADE_STOPS_LEVEL", "SYMBOL_TRADE_TICK_SIZE",
        "SYMBOL_VOLUME_MAX",
        "SYMBOL_VOLUME_MIN", "SYMBOL_VOLUME_STEP", "TERMINAL_BUILD", "TERMINAL_CONNECTED", "TERMINAL_NAME",
        "TERMINAL_OS_VERSION", "TERMINAL_PING_LAST", "TERMINAL_TRADE_ALLOWED", "TRADE_ACTION_DEAL",
        "TRADE_ACTION_PENDING", "TRADE_ACTION_REMOVE", "TRADE_ACTION_SLTP", "TRADE_RETCODE_CANCEL",
        "TRADE_RETCODE_CONNECTION", "TRADE_RETCODE_DONE", "TRADE_RETCODE_DONE_PARTIAL", "TRADE_RETCODE_ERROR",
        "TRADE_RETCODE_NO_CHANGES", "TRADE_RETCODE_PLACED", "TRADE_RETCODE_POSITION_CLOSED",
        "TRADE_RETCODE_TIMEOUT",
        "TRADE_TRANSACTION_DEAL_ADD", "TRADE_TRANSACTION_REQUEST", "clrFireBrick", "clrSteelBlue", "clrWhite",
        "_Symbol",
    ]

    /// Fields of the library's structures.
    static let fields: Set<String> = [
        "time", "bid", "ask", "last", "volume", "time_msc", "flags", "volume_real", "year", "mon", "day",
        "hour", "min",
        "sec", "day_of_week", "day_of_year", "action", "magic", "order", "symbol", "price", "stoplimit", "sl",
        "tp",
        "deviation", "type", "type_filling", "type_time", "expiration", "comment", "position", "position_by",
        "retcode",
        "deal", "request_id", "retcode_external", "open", "high", "low", "close", "tick_volume", "spread",
        "real_volume",
    ]

    /// The macros of Language.mqh.
    static let macros: Set<String> = ["ARRAY", "FIXED_ARRAY", "ARRAY_REF", "CONST_ARRAY_REF", "INPUT_LIST"]

    static let known =
        types.union(words).union(functions.keys).union(handlers).union(constants).union(fields).union(macros)
}
